package io.penstock.kafka.failover;

import io.penstock.kafka.cluster.ChildJvm;
import io.penstock.kafka.cluster.Signals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** An instance as a process, which can be killed and held. What its senders and consumers are told is heard here. */
final class InstanceProcess implements AutoCloseable {

    private final Process process;
    private final Thread listener;
    private final Told told;

    /** The number of its last ownership, and of the messages that were acknowledged since. */
    private volatile long epoch;

    private volatile long acknowledged;

    private InstanceProcess(Process process, Told told) {
        this.process = process;
        this.told = told;
        listener = new Thread(this::listen, "listens-to-" + process.pid());
    }

    static InstanceProcess start(Cell cell, String name, Told told) throws IOException {
        return start(cell, name, told, "-Dpenstock.network=none");
    }

    /** @param javaOption such as the one that puts it on a network that can be cut */
    static InstanceProcess start(Cell cell, String name, Told told, String javaOption) throws IOException {
        var process = ChildJvm.of(
                        InstanceMain.class,
                        cell.bootstrapServers(),
                        cell.name(),
                        "" + cell.lease().toMillis(),
                        "" + cell.replicas(),
                        name)
                .with(javaOption)
                .start("instance-" + cell.name() + "-" + name + ".txt");
        var instance = new InstanceProcess(process, told);
        instance.listener.start();
        return instance;
    }

    private void listen() {
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                hear(line.split(" "));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last line of a process that was killed may have been cut. */
    private void hear(String[] words) {
        if (!words[words.length - 1].equals(InstanceMain.END)) {
            return;
        }
        switch (words[0]) {
            case "owns" -> {
                acknowledged = 0;
                epoch = Long.parseLong(words[1]);
            }
            case "sent" -> {
                told.sent(words[1]);
                acknowledged++;
            }
            case "handed" -> told.handed(words[1], Long.parseLong(words[2]));
            case "accepted" -> told.accepted(words[1], Long.parseLong(words[2]));
            case "moved" -> told.moved(words[1], Long.parseLong(words[2]));
            default -> {
                // It is from somebody who prints, and not from us.
            }
        }
    }

    /** Whether it has owned the cell since the owner of that number, and has had messages acknowledged. */
    boolean hasServedSince(long other, int messages) {
        return epoch > other && acknowledged >= messages;
    }

    long epoch() {
        return epoch;
    }

    /** Ends it with {@code kill -9}, and returns when all was heard that it has said. */
    void kill() {
        // Unlike the process itself, its handle leaves open what it said before its end.
        process.toHandle().destroyForcibly();
        try {
            process.waitFor();
            listener.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while an instance was killed", e);
        }
    }

    void hold() {
        Signals.hold(process);
    }

    void goOn() {
        Signals.goOn(process);
    }

    @Override
    public void close() {
        kill();
    }
}
