package io.penstock.security;

import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Producer;
import io.penstock.Schedule;
import io.penstock.StartPosition;
import io.penstock.Transaction;
import io.penstock.spi.ForwardingTransaction;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import static io.penstock.security.Action.MANAGE;
import static io.penstock.security.Action.SEND;

/** A transaction that takes only what its caller may do. What is refused is not in it; the rest is as it was. */
final class GuardedTransaction extends ForwardingTransaction {

    private final GuardedSchedules schedules;
    private final CallerRights rights;
    private final OwnPrepared prepared;

    /** The names of the schedules that this transaction declares and cancels. */
    private final Set<String> touched = ConcurrentHashMap.newKeySet();

    GuardedTransaction(Transaction transaction, GuardedSchedules schedules, CallerRights rights, OwnPrepared prepared) {
        super(transaction);
        this.schedules = schedules;
        this.rights = rights;
        this.prepared = prepared;
    }

    @Override
    public void send(Message message) {
        rights.require(SEND, message.destination());
        super.send(message);
    }

    @Override
    public void send(Producer producer, long sequence, Message message) {
        rights.require(SEND, message.destination());
        super.send(producer instanceof GuardedProducer guarded ? guarded.producer() : producer, sequence, message);
    }

    @Override
    public void seek(String destination, String subscription, StartPosition position) {
        rights.require(MANAGE, destination);
        super.seek(destination, subscription, position);
    }

    @Override
    public void schedule(Schedule schedule) {
        rights.require(SEND, schedule.message().destination());
        // Refuses to take the place of a schedule of somebody else.
        schedules.requireSend(schedule.name());
        super.schedule(schedule);
        touched.add(schedule.name());
    }

    @Override
    public void cancelSchedule(String name) {
        schedules.requireSend(name);
        super.cancelSchedule(name);
        touched.add(name);
    }

    /** A schedule of that name may have come meanwhile, which is somebody else's. */
    private void requireTouched() {
        touched.forEach(schedules::requireSend);
    }

    @Override
    public CompletionStage<Void> commitAsync() {
        try {
            requireTouched();
        } catch (PenstockException.Forbidden e) {
            return CompletableFuture.failedFuture(e);
        }
        return super.commitAsync();
    }

    @Override
    public CompletionStage<Void> prepareAsync(byte[] globalId) {
        try {
            requireTouched();
        } catch (PenstockException.Forbidden e) {
            return CompletableFuture.failedFuture(e);
        }
        // Not before it is certain: with the id of another one the preparation fails, and that one stays another's.
        return super.prepareAsync(globalId).thenRun(() -> prepared.own(globalId));
    }
}
