package io.penstock.kafka.cells;

import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Producer;
import io.penstock.Schedule;
import io.penstock.StartPosition;
import io.penstock.Transaction;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A transaction of the cell of whatever it does first. What another cell would have to do in it is refused, with one
 * exception: messages to temporary destinations, which may be lost anyway, are sent when it is committed.
 */
final class CellTransaction implements Transaction {

    private static final Logger LOG = Logger.getLogger(CellTransaction.class);

    private final CellTable table;
    private final CellSchedules schedules;
    private final CellPrepared prepared;
    private final Duration timeout;
    private final LongSupplier millis;
    private final long begunMillis;

    /** Messages to temporary destinations, whose cells may be others. */
    private final List<Message> replies = new ArrayList<>();

    private @Nullable CellLink cell;
    private @Nullable Transaction begun;
    private boolean isUsed;
    private boolean isEnded;

    CellTransaction(
            CellTable table, CellSchedules schedules, CellPrepared prepared, Duration timeout, LongSupplier millis) {
        this.table = table;
        this.prepared = prepared;
        this.schedules = schedules;
        this.timeout = Objects.requireNonNull(timeout, "timeout");
        this.millis = millis;
        begunMillis = millis.getAsLong();
        if (timeout.isNegative()) {
            throw new PenstockException.InvalidConfiguration(
                    "The time-out of a transaction is " + timeout + ": use zero for none, or more.");
        }
    }

    /** Does something in the cell that it belongs to. What fails leaves a transaction that did nothing before free. */
    private void in(CellLink wanted, String what, String name, Consumer<Transaction> step) {
        requireOpen();
        var before = cell;
        if (before != null && before != wanted) {
            if (isUsed || isEnded) {
                throw Spanning.refusal("A transaction of the cell '" + before.name() + "' with " + what + " '" + name
                        + "' of the cell '" + wanted.name() + "'");
            }
            Objects.requireNonNull(begun).close();
            cell = null;
        }
        if (cell == null) {
            begun = wanted.broker().begin(left());
            cell = wanted;
        }
        step.accept(Objects.requireNonNull(begun));
        isUsed = true;
    }

    /** One that has begun says itself how it has ended. */
    private void requireOpen() {
        if (isEnded && begun == null) {
            throw new IllegalStateException("The transaction has ended; begin another one.");
        }
    }

    private Duration left() {
        if (timeout.isZero()) {
            return timeout;
        }
        var left = timeout.minusMillis(millis.getAsLong() - begunMillis);
        if (left.isNegative() || left.isZero()) {
            throw new PenstockException.TransactionTimedOut("The transaction took longer than " + timeout
                    + " and was rolled back: nothing of it has happened. Begin another one, with a longer time-out if"
                    + " need be.");
        }
        return left;
    }

    @Override
    public void send(Message message) {
        Objects.requireNonNull(message, "message");
        var wanted = table.of(message.destination());
        if (Destination.isTemporary(message.destination()) && wanted != cell && !isEnded) {
            reply(wanted, message);
        } else {
            in(wanted, "a message to", message.destination(), step -> step.send(message));
        }
    }

    private void reply(CellLink wanted, Message message) {
        requireOpen();
        left();
        if (wanted.broker().destination(message.destination()).isEmpty()) {
            throw new PenstockException.UnknownDestination(message.destination());
        }
        replies.add(message);
    }

    @Override
    public void send(Producer producer, long sequence, Message message) {
        Objects.requireNonNull(message, "message");
        requireOpen();
        if (!(producer instanceof CellProducer ours)) {
            throw new PenstockException.InvalidConfiguration(
                    "This producer is of another broker, and cannot send in a transaction of this one.");
        }
        var wanted = table.of(message.destination());
        in(
                wanted,
                "a message to",
                message.destination(),
                step -> step.send(ours.in(wanted, message), sequence, message));
    }

    @Override
    public void accept(Delivery delivery) {
        Objects.requireNonNull(delivery, "delivery");
        in(table.of(delivery), "a delivery of", delivery.message().destination(), step -> step.accept(delivery));
    }

    @Override
    public void seek(String destination, String subscription, StartPosition position) {
        in(table.of(destination), "a seek in", destination, step -> step.seek(destination, subscription, position));
    }

    @Override
    public void schedule(Schedule schedule) {
        requireOpen();
        var wanted = schedules.cellFor(schedule);
        in(wanted, "the schedule", schedule.name(), step -> step.schedule(schedule));
    }

    @Override
    public void cancelSchedule(String name) {
        in(schedules.of(name), "the schedule", name, step -> step.cancelSchedule(name));
    }

    @Override
    public CompletionStage<Void> commitAsync() {
        Transaction transaction;
        try {
            transaction = complete();
        } catch (PenstockException e) {
            return CompletableFuture.failedFuture(e);
        }
        var committed = transaction.commitAsync();
        return replies.isEmpty() ? committed : committed.thenCompose(done -> replyTo(replies));
    }

    @Override
    public CompletionStage<Void> prepareAsync(byte[] globalId) {
        Objects.requireNonNull(globalId, "globalId");
        Transaction transaction;
        try {
            transaction = complete();
        } catch (PenstockException e) {
            return CompletableFuture.failedFuture(e);
        }
        if (!replies.isEmpty()) {
            prepared.keep(globalId, () -> replyTo(replies));
        }
        return transaction.prepareAsync(globalId);
    }

    /**
     * The transaction with all that it is to do in its cell. Something has to be said of one that did nothing, too: any
     * cell does.
     */
    private Transaction complete() {
        requireOpen();
        var known = begun;
        if (known == null) {
            cell = replies.isEmpty() ? table.first() : table.of(replies.get(0).destination());
            known = cell.broker().begin(left());
            begun = known;
        }
        for (var each = replies.iterator(); each.hasNext(); ) {
            var reply = each.next();
            if (table.known(reply.destination()) == cell) {
                each.remove();
                addIfWanted(known, reply);
            }
        }
        isEnded = true;
        return known;
    }

    private static void addIfWanted(Transaction transaction, Message reply) {
        try {
            transaction.send(reply);
        } catch (PenstockException.UnknownDestination e) {
            LOG.debugf("Nobody wants the reply to '%s' any more.", reply.destination());
        }
    }

    /** They are volatile: one whose destination is gone by now is lost as it would be there. */
    private CompletionStage<Void> replyTo(List<Message> wanted) {
        var sent = wanted.stream()
                .map(message -> table.call(message.destination(), broker -> broker.sendAsync(message))
                        .handle((receipt, failure) -> {
                            if (failure != null) {
                                LOG.debugf("A reply to '%s' is lost: %s", message.destination(), failure);
                            }
                            return null;
                        })
                        .toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(sent);
    }

    @Override
    public void rollback() {
        if (begun == null) {
            requireOpen();
            isEnded = true;
            left();
            return;
        }
        begun.rollback();
    }
}
