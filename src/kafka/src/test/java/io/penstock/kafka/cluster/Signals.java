package io.penstock.kafka.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals to processes that Java does not know. */
public final class Signals {

    private Signals() {}

    /** Holds a process where it is (SIGSTOP). */
    public static void hold(Process process) {
        send("STOP", process);
    }

    /** Lets it go on (SIGCONT). Does nothing if it was not held. */
    public static void goOn(Process process) {
        send("CONT", process);
    }

    private static void send(String signal, Process process) {
        if (!process.isAlive()) {
            return;
        }
        try {
            int answer = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid())
                    .inheritIO()
                    .start()
                    .waitFor();
            if (answer != 0) {
                throw new IllegalStateException("Signal " + signal + " did not reach process " + process.pid() + ".");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a signal was sent", e);
        }
    }
}
