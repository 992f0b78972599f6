package io.penstock.connector.tracing;

import io.penstock.Delivery;
import io.penstock.Message;
import io.penstock.Producer;
import io.penstock.Transaction;
import io.penstock.spi.ForwardingTransaction;

import java.util.function.Consumer;

/** A transaction that makes a span of each message that is added to it. The span does not wait for the commit. */
final class TracedTransaction extends ForwardingTransaction {

    /** A producer that stands in front of that of the engine, which a transaction needs. */
    interface Unwrapped {
        Producer unwrapped();
    }

    private final OutgoingTracing tracing;

    TracedTransaction(Transaction transaction, OutgoingTracing tracing) {
        super(transaction);
        this.tracing = tracing;
    }

    @Override
    public void send(Message message) {
        add(message, delegate()::send);
    }

    @Override
    public void send(Producer producer, long sequence, Message message) {
        var engine = producer instanceof Unwrapped wrapped ? wrapped.unwrapped() : producer;
        add(message, traced -> delegate().send(engine, sequence, traced));
    }

    private void add(Message message, Consumer<Message> send) {
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
        super.accept(TracedDelivery.accepted(delivery));
    }
}
