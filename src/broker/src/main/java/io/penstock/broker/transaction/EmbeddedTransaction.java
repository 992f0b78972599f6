package io.penstock.broker.transaction;

import io.penstock.Delivery;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Producer;
import io.penstock.Schedule;
import io.penstock.StartPosition;
import io.penstock.Times;
import io.penstock.Transaction;
import io.penstock.broker.delivery.HeldDeliveries;
import io.penstock.broker.delivery.LocalDelivery;
import io.penstock.broker.delivery.SubscriptionEngine;
import io.penstock.broker.entry.EngineBounds;
import io.penstock.broker.entry.EntryCodec;
import io.penstock.broker.entry.EntryWriter;
import io.penstock.broker.entry.GlobalId;
import io.penstock.broker.schedule.ScheduleChange;
import io.penstock.broker.send.GuaranteedAppend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Collects sends, acceptances, seeks and changes of schedules. {@link Commit} makes them take effect, {@link
 * PreparedEnds} prepares them.
 */
final class EmbeddedTransaction implements Transaction {

    /** The bytes that an operation takes in a frame besides its record, generously: batch, id, number, settlement. */
    private static final int OVERHEAD_BYTES = 224;

    private final Transactions shared;
    private final Duration timeout;
    private final long begunNanos;
    private final List<GuaranteedAppend.Item> sends = new ArrayList<>();
    private final Set<LocalDelivery> deliveries = new LinkedHashSet<>();
    private final Map<SubscriptionEngine, StartPosition> seeks = new LinkedHashMap<>();
    private final List<ScheduleChange> schedules = new ArrayList<>();
    private boolean isForced;
    private long bytes;
    private boolean ended;

    EmbeddedTransaction(Transactions shared, Duration timeout) {
        this.shared = shared;
        this.timeout = timeout;
        begunNanos = shared.elapsedNanos();
    }

    @Override
    public void send(Message message) {
        Objects.requireNonNull(message, "message");
        requireOpen();
        var prepared = shared.preparation().prepare(message);
        add(GuaranteedAppend.Item.all(prepared, null, 0), prepared.forced());
    }

    @Override
    public void send(Producer producer, long sequence, Message message) {
        Objects.requireNonNull(producer, "producer");
        Objects.requireNonNull(message, "message");
        requireOpen();
        var instance = shared.producers().instance(producer);
        if (instance == null) {
            throw new PenstockException.InvalidConfiguration(
                    "This producer is of another broker, and cannot send in a transaction of this one.");
        }
        if (sequence < 0) {
            throw new PenstockException.InvalidMessage(
                    "A message cannot have the number " + sequence + ": begin with 0.");
        }
        var prepared = shared.preparation().prepare(message);
        add(GuaranteedAppend.Item.all(prepared, instance, sequence), prepared.forced());
    }

    /** A message with its copies: all of them, or none. */
    private void add(List<GuaranteedAppend.Item> items, boolean forced) {
        if (!items.isEmpty()) {
            long size = 0;
            for (var item : items) {
                size += item.to() == null ? 0 : item.record().bytes().length;
            }
            grow(items.size(), size);
            sends.addAll(items);
            isForced |= forced;
        }
    }

    @Override
    public void accept(Delivery delivery) {
        Objects.requireNonNull(delivery, "delivery");
        requireOpen();
        if (!(delivery instanceof LocalDelivery local) || !isOurs(local)) {
            throw new PenstockException.InvalidConfiguration(
                    "This delivery is of another broker, and cannot be accepted in a transaction of this one.");
        }
        if (!deliveries.contains(local)) {
            grow(1, 0);
            deliveries.add(local);
            isForced |= shared.forced();
        }
    }

    private boolean isOurs(LocalDelivery delivery) {
        var destination = delivery.owner().destination();
        return shared.catalog().find(destination.name()) == destination;
    }

    @Override
    public void seek(String destination, String subscription, StartPosition position) {
        requireOpen();
        Objects.requireNonNull(destination, "destination");
        Objects.requireNonNull(subscription, "subscription");
        Objects.requireNonNull(position, "position");
        var to = shared.catalog().require(destination);
        var engine = shared.subscriptions().require(to, subscription);
        if (!seeks.containsKey(engine)) {
            grow(1, (long) to.partitionCount() * EntryWriter.MAX_NUMBER_BYTES);
        }
        seeks.put(engine, position);
        isForced |= shared.forced();
    }

    @Override
    public void schedule(Schedule schedule) {
        Objects.requireNonNull(schedule, "schedule");
        requireOpen();
        shared.scheduler().requirePossible(schedule);
        add(ScheduleChange.declare(schedule));
    }

    @Override
    public void cancelSchedule(String name) {
        Objects.requireNonNull(name, "name");
        requireOpen();
        boolean isDeclared = shared.scheduler().exists(name);
        for (var change : schedules) {
            isDeclared = change.name().equals(name) ? change.declared() != null : isDeclared;
        }
        if (!isDeclared) {
            throw new PenstockException.UnknownSchedule(name);
        }
        add(ScheduleChange.cancel(name));
    }

    private void add(ScheduleChange change) {
        grow(1, EntryCodec.encode(change.kept()).length);
        schedules.add(change);
        isForced |= shared.forced();
    }

    private void grow(int more, long moreBytes) {
        int operations = sends.size() + deliveries.size() + seeks.size() + schedules.size();
        long size = bytes + moreBytes + (long) more * OVERHEAD_BYTES;
        if (operations + more > EngineBounds.TRANSACTION_OPERATIONS || size > shared.maxBytes()) {
            throw new PenstockException.InvalidMessage("The transaction is full: it has " + operations
                    + " operations and would have " + size + " bytes; the limits are "
                    + EngineBounds.TRANSACTION_OPERATIONS + " and "
                    + shared.maxBytes() + ". Commit more often.");
        }
        bytes = size;
    }

    private void requireNoSeeks() {
        if (!seeks.isEmpty()) {
            throw new PenstockException.InvalidConfiguration(
                    "Seeks cannot be prepared, and the transaction has some of "
                            + seeks.keySet()
                            + ": until its end nothing of those could be handed out. Commit in one step, or"
                            + " seek outside of the transaction.");
        }
    }

    private void requireOpen() {
        if (ended) {
            throw new IllegalStateException("The transaction has ended; begin another one.");
        }
        if (!timeout.isZero() && shared.elapsedNanos() - begunNanos > Times.nanos(timeout)) {
            sends.clear();
            deliveries.clear();
            seeks.clear();
            schedules.clear();
            throw new PenstockException.TransactionTimedOut("The transaction took longer than " + timeout
                    + " and was rolled back: nothing of it has happened. Begin another one, with a longer time-out if"
                    + " need be.");
        }
    }

    @Override
    public void rollback() {
        requireOpen();
        ended = true;
    }

    @Override
    public void commit() {
        shared.mayWait().run();
        Transaction.super.commit();
    }

    @Override
    public void prepare(byte[] globalId) {
        shared.mayWait().run();
        Transaction.super.prepare(globalId);
    }

    @Override
    public CompletionStage<Void> commitAsync() {
        try {
            requireOpen();
            ended = true;
            boolean isByTime = seeks.values().stream().anyMatch(EmbeddedTransaction::isTime);
            return isByTime ? commitWhenFound() : commit(offsets());
        } catch (PenstockException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static boolean isTime(StartPosition position) {
        return position.kind() == StartPosition.Kind.TIME;
    }

    /** Looks for a time in another thread: the log may have to fetch it, and the caller may be a loop's handler. */
    private CompletionStage<Void> commitWhenFound() {
        var result = new CompletableFuture<Void>();
        CompletableFuture.supplyAsync(this::offsets).thenCompose(this::commit).whenComplete((done, failure) -> {
            if (failure == null) {
                result.complete(null);
            } else {
                result.completeExceptionally(PenstockException.causeOf(failure));
            }
        });
        return result;
    }

    private CompletionStage<Void> commit(Map<SubscriptionEngine, long[]> offsets) {
        return new Commit(shared, sends, () -> new TransactionHold(deliveries, offsets), schedules, isForced).run();
    }

    /** The offsets at which the subscriptions go on, by partition. */
    private Map<SubscriptionEngine, long[]> offsets() {
        Map<SubscriptionEngine, long[]> offsets = new LinkedHashMap<>();
        seeks.forEach(
                (engine, position) -> offsets.put(engine, shared.positions().offsets(engine.destination(), position)));
        return offsets;
    }

    @Override
    public CompletionStage<Void> prepareAsync(byte[] globalId) {
        if (globalId == null) {
            return CompletableFuture.failedFuture(new NullPointerException("globalId"));
        }
        try {
            requireOpen();
            ended = true;
            requireNoSeeks();
            return shared.ends().prepare(GlobalId.of(globalId), sends, HeldDeliveries.of(deliveries), schedules);
        } catch (PenstockException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
