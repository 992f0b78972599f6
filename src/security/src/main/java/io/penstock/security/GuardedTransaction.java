package io.penstock.security;

import io.penstock.Delivery;
import io.penstock.Message;
import io.penstock.Producer;
import io.penstock.Schedule;
import io.penstock.StartPosition;
import io.penstock.Transaction;

import java.util.concurrent.CompletionStage;

import static io.penstock.security.Action.MANAGE;
import static io.penstock.security.Action.SEND;

/** A transaction that takes only what its caller may do. What is refused is not in it; the rest is as it was. */
record GuardedTransaction(
        Transaction transaction, GuardedSchedules schedules, Decisions decisions, OwnPrepared prepared)
        implements Transaction {

    @Override
    public void send(Message message) {
        decisions.require(SEND, message.destination());
        transaction.send(message);
    }

    @Override
    public void send(Producer producer, long sequence, Message message) {
        decisions.require(SEND, message.destination());
        transaction.send(
                producer instanceof GuardedProducer guarded ? guarded.producer() : producer, sequence, message);
    }

    @Override
    public void accept(Delivery delivery) {
        transaction.accept(delivery);
    }

    @Override
    public void seek(String destination, String subscription, StartPosition position) {
        decisions.require(MANAGE, destination);
        transaction.seek(destination, subscription, position);
    }

    @Override
    public void schedule(Schedule schedule) {
        decisions.require(SEND, schedule.message().destination());
        // Refuses to take the place of a schedule of somebody else.
        schedules.requireSend(schedule.name());
        transaction.schedule(schedule);
    }

    @Override
    public void cancelSchedule(String name) {
        schedules.requireSend(name);
        transaction.cancelSchedule(name);
    }

    @Override
    public CompletionStage<Void> commitAsync() {
        return transaction.commitAsync();
    }

    @Override
    public CompletionStage<Void> prepareAsync(byte[] globalId) {
        prepared.own(globalId);
        return transaction.prepareAsync(globalId);
    }

    @Override
    public void rollback() {
        transaction.rollback();
    }
}
