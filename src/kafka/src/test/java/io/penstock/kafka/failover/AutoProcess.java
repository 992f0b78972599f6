package io.penstock.kafka.failover;

import io.penstock.kafka.cluster.ChildJvm;
import io.penstock.kafka.cluster.Signals;

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
        var instance = begin(servers, name, lease, 1, 1);
        instance.awaitServing();
        return instance;
    }

    /** @param share how many of the cells it will own when it serves */
    static AutoProcess begin(String servers, String name, Duration lease, int cells, int share) {
        try {
            return new AutoProcess(
                    ChildJvm.of(AutoMain.class, servers, name, "" + lease.toMillis(), "" + cells, "" + share)
                            .start("auto-" + name + ".txt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitServing() {
        var output = process.inputReader(StandardCharsets.UTF_8);
        try {
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(AutoMain.SERVES)) {
                    return;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("The instance ended before it served; see target/auto-*.txt.");
    }

    /** The time of processors that it has used so far. */
    Duration cpu() {
        return process.toHandle().info().totalCpuDuration().orElseThrow();
    }

    void hold() {
        Signals.hold(process);
    }

    void goOn() {
        Signals.goOn(process);
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
