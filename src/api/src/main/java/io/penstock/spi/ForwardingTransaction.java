package io.penstock.spi;

import io.penstock.Delivery;
import io.penstock.Message;
import io.penstock.Producer;
import io.penstock.Schedule;
import io.penstock.StartPosition;
import io.penstock.Transaction;

import java.util.Objects;
import java.util.concurrent.CompletionStage;

/**
 * A forwarding transaction hands every call on to another transaction, for whoever changes some of them, as {@link
 * ForwardingBroker} does. Convenience methods such as {@link Transaction#commit()} come down to the others.
 */
public abstract class ForwardingTransaction implements Transaction {

    private final Transaction transaction;

    protected ForwardingTransaction(Transaction transaction) {
        this.transaction = Objects.requireNonNull(transaction, "transaction");
    }

    /** The transaction that calls are handed on to. */
    protected final Transaction delegate() {
        return transaction;
    }

    @Override
    public void send(Message message) {
        transaction.send(message);
    }

    @Override
    public void send(Producer producer, long sequence, Message message) {
        transaction.send(producer, sequence, message);
    }

    @Override
    public void accept(Delivery delivery) {
        transaction.accept(delivery);
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
