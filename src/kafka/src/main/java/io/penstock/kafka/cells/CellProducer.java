package io.penstock.kafka.cells;

import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Producer;
import io.penstock.ProducerOptions;
import io.penstock.Receipt;
import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A producer whose numbers are kept in the cell of the first destination that it sends to; it cannot send to another
 * cell. Until then they are kept in the cell that the hash of its id says, where each instance is numbered. The first
 * message waits until the cell is written down.
 */
final class CellProducer implements Producer {

    private static final String KIND = "producer:";

    private final CellTable table;
    private final Placing placing;
    private final ProducerOptions options;
    private final CellLink homeCell;
    private final Producer home;

    /** The one that sends, and its cell; null before the first message. */
    private volatile @Nullable Bound bound;

    private record Bound(CellLink cell, Producer producer) {}

    private CellProducer(CellTable table, Placing placing, ProducerOptions options, CellLink homeCell, Producer home) {
        this.table = table;
        this.homeCell = homeCell;
        this.placing = placing;
        this.options = options;
        this.home = home;
    }

    static Producer open(CellTable table, Placing placing, PlacementRules rules, ProducerOptions options) {
        Objects.requireNonNull(options, "options");
        if (table.isSingle()) {
            return table.first().broker().producer(options);
        }
        String key = KIND + options.id();
        var known = table.known(key);
        if (known == null) {
            table.refresh();
            known = table.known(key);
        }
        var homeCell = table.cell(rules.byHash(options.id())).orElseThrow();
        var home = homeCell.broker().producer(options);
        var opened = new CellProducer(table, placing, options, homeCell, home);
        if (known != null) {
            opened.bound =
                    new Bound(known, known == homeCell ? home : known.broker().producer(options));
        }
        return opened;
    }

    /** The producer that sends this message, if its destination is in the cell of the numbers. */
    Producer in(CellLink cell, Message message) {
        var now = bound;
        if (now == null) {
            now = bind(cell);
        }
        if (now.cell() != cell) {
            throw Spanning.refusal("The producer '" + options.id() + "', whose numbers are kept in the cell '"
                    + now.cell().name() + "', with a message to '" + message.destination() + "' in the cell '"
                    + cell.name() + "',");
        }
        return now.producer();
    }

    private synchronized Bound bind(CellLink wanted) {
        var now = bound;
        if (now != null) {
            return now;
        }
        home.nextSequence(); // Refuses if a newer instance was opened, which decides then.
        String name = placing.claim(KIND + options.id(), wanted, null);
        var cell = table.cell(name)
                .orElseThrow(() -> new PenstockException.Unavailable("The numbers of the producer '" + options.id()
                        + "' are kept in the cell '" + name + "', which this instance does not know."));
        now = new Bound(cell, cell == homeCell ? home : cell.broker().producer(options));
        bound = now;
        return now;
    }

    private Producer current() {
        var now = bound;
        return now == null ? home : now.producer();
    }

    @Override
    public String id() {
        return options.id();
    }

    @Override
    public long epoch() {
        return home.epoch();
    }

    @Override
    public long nextSequence() {
        return current().nextSequence();
    }

    @Override
    public Receipt send(Message message) {
        return in(table.of(message.destination()), message).send(message);
    }

    @Override
    public CompletionStage<Receipt> sendAsync(Message message) {
        try {
            return in(table.of(message.destination()), message).sendAsync(message);
        } catch (PenstockException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public Receipt send(long sequence, Message message) {
        return in(table.of(message.destination()), message).send(sequence, message);
    }

    @Override
    public CompletionStage<Receipt> sendAsync(long sequence, Message message) {
        try {
            return in(table.of(message.destination()), message).sendAsync(sequence, message);
        } catch (PenstockException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
