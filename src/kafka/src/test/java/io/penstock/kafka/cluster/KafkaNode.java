package io.penstock.kafka.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One broker of a {@link KafkaCluster}: a process that can be stopped, killed, held and started again. What it has
 * written stays for its next start. For one thread.
 */
public final class KafkaNode {

    private static final long MAX_STOP_SECONDS = 60;

    private final int id;
    private final int port;
    private final Path directory;
    private final List<String> command;
    private Process process;
    private Watchdog watchdog;

    KafkaNode(int id, int port, Path directory, List<String> command) {
        this.id = id;
        this.port = port;
        this.directory = directory;
        this.command = command;
    }

    /** Its number in Kafka, from 1 on. */
    public int id() {
        return id;
    }

    /** Where clients reach it. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** The process of the last start. */
    public long pid() {
        return process.pid();
    }

    /** Starts the process, and does not wait until it serves: see {@link KafkaCluster#awaitServing}. */
    public void start() {
        if (isAlive()) {
            throw new IllegalStateException("Kafka " + id + " runs already, as process " + process.pid() + ".");
        }
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output()))
                    .start();
            watchdog = Watchdog.of(process);
        } catch (IOException e) {
            throw new UncheckedIOException("Kafka " + id + " could not be started", e);
        }
    }

    /** Has it hand over what it leads and end (SIGTERM), as an operator does; waits for the end. */
    public void stop() {
        resume();
        process.destroy();
        awaitEnd();
    }

    /** Ends it as a loss of power does, apart from what the operating system has still to write ({@code kill -9}). */
    public void kill() {
        if (process != null) {
            process.destroyForcibly();
            awaitEnd();
        }
    }

    /** Holds it where it is (SIGSTOP): its connections stay open, and nobody answers. */
    public void pause() {
        Signals.hold(process);
    }

    /** Lets it go on (SIGCONT). Does nothing if it was not held. */
    public void resume() {
        Signals.goOn(process);
    }

    /** The last lines of what it has printed. */
    String lastWords() {
        try {
            var lines = Files.readAllLines(output().toPath());
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            return "(its output cannot be read: " + e + ")";
        }
    }

    private File output() {
        return directory.resolve("output-" + id + ".txt").toFile();
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(MAX_STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new IllegalStateException("Kafka " + id + " did not end within " + MAX_STOP_SECONDS
                        + " s and was killed. It said:\n" + lastWords());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while Kafka was ending", e);
        } finally {
            watchdog.dismiss();
        }
    }
}
