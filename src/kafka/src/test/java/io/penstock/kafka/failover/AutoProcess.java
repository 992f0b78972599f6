package io.penstock.kafka.failover;

import io.penstock.kafka.cluster.ChildJvm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** An instance that may own the cell, as a process that can be ended and killed. */
final class AutoProcess implements AutoCloseable {

    private final Process process;

    private AutoProcess(Process process) {
        this.process = process;
    }

    /** Starts it, and waits until it serves. */
    static AutoProcess start(String servers, String name, Duration lease) {
        try {
            var process = ChildJvm.of(AutoMain.class, servers, name, "" + lease.toMillis())
                    .start("auto-" + name + ".txt");
            awaitServing(process.inputReader(StandardCharsets.UTF_8));
            return new AutoProcess(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitServing(BufferedReader output) throws IOException {
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(AutoMain.SERVES)) {
                return;
            }
        }
        throw new IllegalStateException("The instance ended before it served; see target/auto-*.txt.");
    }

    /** Has it give the cell back, and waits until it has ended. */
    void end() throws InterruptedException {
        try (var input = process.getOutputStream()) {
            input.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process.waitFor();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
