package io.penstock.kafka.failover;

import io.penstock.kafka.cluster.ChildJvm;
import io.penstock.kafka.cluster.Signals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** An instance of an installation of several cells, as a process that can be held. */
final class CellsProcess implements AutoCloseable {

    private final Process process;
    private final PrintWriter orders;
    private final Thread listener;
    private final CellsLedger ledger;
    private volatile Set<String> owned = Set.of();
    private volatile long acknowledged;
    private volatile boolean isQuiet;

    private CellsProcess(Process process, CellsLedger ledger) {
        this.process = process;
        this.ledger = ledger;
        orders = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        listener = new Thread(this::listen, "listens-to-" + process.pid());
    }

    static CellsProcess start(
            String bootstrapServers, String installation, Duration lease, String name, CellsLedger ledger)
            throws IOException {
        var process = ChildJvm.of(CellsMain.class, bootstrapServers, installation, "" + lease.toMillis(), name)
                .start("cells-" + installation + "-" + name + ".txt");
        var instance = new CellsProcess(process, ledger);
        instance.listener.start();
        return instance;
    }

    private void listen() {
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var words = line.split(" ");
                if (words[words.length - 1].equals(InstanceMain.END)) {
                    hear(words);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void hear(String[] words) {
        switch (words[0]) {
            case "owns" ->
                owned = Set.of(List.of(words).subList(1, words.length - 1).toArray(String[]::new));
            case "sent" -> {
                ledger.sent(words[1], words[2]);
                acknowledged++;
            }
            case "accepted" -> ledger.accepted(words[1], words[2], Long.parseLong(words[3]));
            case "quiet" -> isQuiet = true;
            default -> {
                // It is from somebody who prints, and not from us.
            }
        }
    }

    /** The cells that it owns, as it has said last. */
    Set<String> owned() {
        return owned;
    }

    /** How many of its messages were acknowledged. */
    long acknowledged() {
        return acknowledged;
    }

    /** Has it send nothing more. */
    void quiet() {
        orders.println("quiet");
    }

    boolean isQuiet() {
        return isQuiet;
    }

    /** Has it give back what it has, and end. Returns when all was heard that it has said. */
    void leave() throws InterruptedException {
        orders.println("leave");
        process.waitFor();
        listener.join();
    }

    void hold() {
        Signals.hold(process);
    }

    void goOn() {
        Signals.goOn(process);
    }

    @Override
    public void close() {
        process.toHandle().destroyForcibly();
    }
}
