package io.penstock.spi;

import io.penstock.Broker;
import io.penstock.Message;
import io.penstock.Producer;
import io.penstock.ProducerOptions;
import io.penstock.Receipt;
import io.penstock.Transaction;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A counting broker counts what is sent through it for one sender. Doors ask for that of each of their clients, by
 * {@link #as}.
 */
public final class CountingBroker extends ForwardingBroker {

    private final CountedSender sender;

    public CountingBroker(Broker broker, CountedSender sender) {
        super(broker);
        this.sender = sender;
    }

    /**
     * The broker as it counts for a client of a door; the same one if it counts nothing.
     *
     * @param door in one word, such as {@code http}
     * @param name of the client: a user, a client id, or where it calls from
     */
    public static Broker as(Broker broker, String door, String name) {
        return broker instanceof ForwardingBroker forwarding ? forwarding.sendingAs(door, name) : broker;
    }

    /** The counts that a broker carries, if it counts. */
    public static Optional<SenderCounts> counts(Broker broker) {
        return find(broker, CountingBroker.class).map(counting -> counting.sender.counts());
    }

    @Override
    public Broker sendingAs(String door, String name) {
        return new CountingBroker(delegate(), sender.counts().sender(door, name));
    }

    @Override
    public Receipt send(Message message) {
        sender.sent(message);
        return delegate().send(message);
    }

    @Override
    public CompletionStage<Receipt> sendAsync(Message message) {
        sender.sent(message);
        return delegate().sendAsync(message);
    }

    @Override
    public CompletionStage<List<Receipt>> sendAllAsync(List<Message> messages) {
        sender.sent(messages);
        return delegate().sendAllAsync(messages);
    }

    /** What a transaction sends is counted when it is added, and not again by its commit. */
    @Override
    public Transaction begin(Duration timeout) {
        return new CountingTransaction(delegate().begin(timeout), sender);
    }

    @Override
    public Producer producer(ProducerOptions options) {
        return new CountingProducer(delegate().producer(options), sender);
    }
}
