package io.penstock.connector.tracing;

import io.penstock.Delivery;
import io.penstock.Message;
import io.penstock.Producer;
import io.penstock.Schedule;
import io.penstock.StartPosition;
import io.penstock.Transaction;

import java.util.concurrent.CompletionStage;

/** A transaction that makes a span of each message that is added to it. The span does not wait for the commit. */
record TracedTransaction(Transaction transaction, OutgoingTracing tracing) implements Transaction {

    /** A producer that stands in front of that of the engine, which a transaction needs. */
    interface Unwrapped {
        Producer unwrapped();
    }

    @Override
    public void send(Message message) {
        add(message, transaction::send);
    }

    @Override
    public void send(Producer producer, long sequence, Message message) {
        var engine = producer instanceof Unwrapped wrapped ? wrapped.unwrapped() : producer;
        add(message, traced -> transaction.send(engine, sequence, traced));
    }

    private void add(Message message, java.util.function.Consumer<Message> send) {
        var traced = tracing.begin(message);
        try {
            send.accept(traced.message());
            traced.ended(null, null);
        } catch (RuntimeException | Error e) {
            traced.ended(null, e);
            throw e;
        }
    }

    @Override
    public void accept(Delivery delivery) {
        transaction.accept(TracedDelivery.accepted(delivery));
    }

    @Override
    public void seek(String destination, String subscription, StartPosition position) {
        transaction.seek(destination, subscription, position);
    }

    @Override
    public void schedule(Schedule schedule) {
        transaction.schedule(schedule);
    }

    @Override
    public void cancelSchedule(String name) {
        transaction.cancelSchedule(name);
    }

    @Override
    public CompletionStage<Void> commitAsync() {
        return transaction.commitAsync();
    }

    @Override
    public CompletionStage<Void> prepareAsync(byte[] globalId) {
        return transaction.prepareAsync(globalId);
    }

    @Override
    public void rollback() {
        transaction.rollback();
    }
}
