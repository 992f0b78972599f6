package io.penstock.broker;

import io.penstock.Delivery;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Transaction;
import io.penstock.journal.Append;
import io.penstock.journal.JournalException;
import io.penstock.journal.Log;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Sends and acceptances in one append. At commit each loop concerned first takes its deliveries out of reach of expiry;
 * only if all could is the append written.
 */
final class EmbeddedTransaction implements Transaction {

    /** What a record or an entry takes in a frame besides its own bytes, generously. */
    private static final int OVERHEAD_BYTES = 128;

    private final Sender sender;
    private final Log journal;
    private final boolean forced;
    private final long maxBytes;
    private final List<Sender.Prepared> sends = new ArrayList<>();
    private final Set<LocalDelivery> deliveries = new LinkedHashSet<>();
    private long bytes;
    private boolean ended;

    EmbeddedTransaction(Sender sender, Log journal, boolean forced, long maxBytes) {
        this.sender = sender;
        this.journal = journal;
        this.forced = forced;
        this.maxBytes = maxBytes;
    }

    @Override
    public void send(Message message) {
        requireOpen();
        var prepared = sender.prepare(message);
        grow(prepared.record().bytes().length);
        sends.add(prepared);
    }

    @Override
    public void accept(Delivery delivery) {
        requireOpen();
        if (!(delivery instanceof LocalDelivery local) || !sender.owns(local)) {
            throw new PenstockException.InvalidConfiguration(
                    "This delivery is of another broker, and cannot be accepted in a transaction of this one.");
        }
        if (!deliveries.contains(local)) {
            grow(0);
            deliveries.add(local);
        }
    }

    private void grow(long more) {
        int operations = sends.size() + deliveries.size();
        long size = bytes + more + OVERHEAD_BYTES;
        if (operations >= MAX_OPERATIONS || size > maxBytes) {
            throw new PenstockException.InvalidMessage("The transaction is full: it has " + operations
                    + " operations and would have " + size + " bytes; the limits are " + MAX_OPERATIONS + " and "
                    + maxBytes + ". Commit more often.");
        }
        bytes = size;
    }

    private void requireOpen() {
        if (ended) {
            throw new IllegalStateException("The transaction has ended; begin another one.");
        }
    }

    @Override
    public void rollback() {
        requireOpen();
        ended = true;
    }

    @Override
    public CompletionStage<Void> commit() {
        requireOpen();
        ended = true;
        var result = new CompletableFuture<Void>();
        var shares = shares();
        CompletableFuture.allOf(shares.toArray(CompletableFuture<?>[]::new)).whenComplete((done, failure) -> {
            if (failure == null) {
                write(shares, result);
            } else {
                shares.forEach(Share::undo);
                result.completeExceptionally(failure.getCause() == null ? failure : failure.getCause());
            }
        });
        shares.forEach(share -> share.context.submit(share));
        return result;
    }

    private List<Share> shares() {
        Map<LoopContext, Share> byLoop = new LinkedHashMap<>();
        for (var delivery : deliveries) {
            byLoop.computeIfAbsent(delivery.engine.context(), Share::new)
                    .deliveries
                    .add(delivery);
        }
        return List.copyOf(byLoop.values());
    }

    private void write(List<Share> shares, CompletableFuture<Void> result) {
        boolean force = forced || sends.stream().anyMatch(Sender.Prepared::forced);
        var commit = new Commit(force, shares, result);
        sends.forEach(send -> commit.addRecord(send.to().id(), send.record()));
        shares.forEach(share -> share.entries().forEach(entry -> {
            if (entry.subscription() > 0) {
                commit.addEntry(EntryCodec.encode(entry));
            }
        }));
        try {
            journal.append(commit);
        } catch (JournalException.TooLarge e) {
            commit.failed(e);
        }
    }

    /** The deliveries of one loop; completes when they are out of everybody's reach. */
    private static final class Share extends Command<Void> {

        private final LoopContext context;
        private final List<LocalDelivery> deliveries = new ArrayList<>();

        private Share(LoopContext context) {
            this.context = context;
        }

        @Override
        void execute() {
            var lost = Deliveries.reserve(deliveries);
            if (lost == null) {
                complete(null);
            } else {
                completeExceptionally(lost.leaseLost());
            }
        }

        private void undo() {
            if (!isCompletedExceptionally()) {
                context.deliver(Call.of(() -> deliveries.forEach(
                        delivery -> delivery.engine.deliveries().unreserve(delivery))));
            }
        }

        /** One entry for each subscription. */
        private List<Entry.Settled> entries() {
            Map<SubscriptionEngine, Map<PartitionFeed, RangeBuilder>> settled = new LinkedHashMap<>();
            for (var delivery : deliveries) {
                settled.computeIfAbsent(delivery.engine, engine -> new LinkedHashMap<>())
                        .computeIfAbsent(delivery.feed, feed -> new RangeBuilder())
                        .add(delivery.offset);
            }
            var entries = new ArrayList<Entry.Settled>();
            settled.forEach((engine, feeds) -> entries.add(new Entry.Settled(
                    engine.id(),
                    feeds.entrySet().stream()
                            .map(e -> new Entry.Settled.Ranges(
                                    e.getKey().index, e.getValue().take()))
                            .toArray(Entry.Settled.Ranges[]::new))));
            return entries;
        }

        private void happened() {
            context.deliver(Call.of(() -> deliveries.forEach(delivery -> {
                if (!delivery.engine.isDurable()) {
                    delivery.engine.apply(Entry.Settled.one(-1, delivery.partition(), delivery.offset));
                }
                delivery.engine.deliveries().accepted(delivery);
            })));
        }
    }

    private static final class Commit extends Append {

        private final List<Share> shares;
        private final CompletableFuture<Void> result;

        private Commit(boolean forced, List<Share> shares, CompletableFuture<Void> result) {
            super(forced);
            this.shares = shares;
            this.result = result;
        }

        @Override
        protected void durable() {
            shares.forEach(Share::happened);
            result.complete(null);
        }

        @Override
        protected void failed(JournalException cause) {
            shares.forEach(Share::undo);
            result.completeExceptionally(
                    cause instanceof JournalException.TooLarge
                            ? new PenstockException.InvalidMessage(
                                    "The transaction does not fit into the log: " + cause.getMessage())
                            : Outcomes.refused(cause));
        }
    }
}
