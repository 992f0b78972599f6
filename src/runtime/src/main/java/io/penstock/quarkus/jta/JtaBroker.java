package io.penstock.quarkus.jta;

import io.penstock.Broker;
import io.penstock.BrokerEvent;
import io.penstock.BrokerHealth;
import io.penstock.BrowseRequest;
import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.DeliveryHandler;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.DestinationStatistics;
import io.penstock.EventSubscription;
import io.penstock.Message;
import io.penstock.Operations;
import io.penstock.PreparedTransaction;
import io.penstock.Producer;
import io.penstock.ProducerOptions;
import io.penstock.Receipt;
import io.penstock.RedriveRequest;
import io.penstock.RedriveResult;
import io.penstock.Replay;
import io.penstock.ReplayRequest;
import io.penstock.Routing;
import io.penstock.Schedules;
import io.penstock.StartPosition;
import io.penstock.StoredMessage;
import io.penstock.Subscription;
import io.penstock.TemporaryDestination;
import io.penstock.Transaction;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A broker for code that a container runs: what it sends, and what it accepts of its deliveries, becomes part of the
 * JTA transaction of the calling thread, if there is one. Everything else is as without.
 */
public final class JtaBroker implements Broker {

    /** Partition and offset of a message whose transaction is open: it lies nowhere yet. */
    private static final int NOWHERE_YET = -1;

    private final Broker broker;
    private final JtaTransactions transactions;

    public JtaBroker(Broker broker, JtaTransactions transactions) {
        this.broker = broker;
        this.transactions = transactions;
    }

    @Override
    public Receipt send(Message message) {
        return transactions.active() ? sendWithCommit(message) : broker.send(message);
    }

    @Override
    public CompletionStage<Receipt> sendAsync(Message message) {
        if (!transactions.active()) {
            return broker.sendAsync(message);
        }
        try {
            return CompletableFuture.completedFuture(sendWithCommit(message));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletionStage<List<Receipt>> sendAll(List<Message> messages) {
        return transactions.active() ? Broker.super.sendAll(messages) : broker.sendAll(messages);
    }

    private Receipt sendWithCommit(Message message) {
        transactions.branch(broker).send(message);
        return new Receipt(message.id(), message.destination(), NOWHERE_YET, NOWHERE_YET);
    }

    @Override
    public Transaction begin(Duration timeout) {
        return new LocalTransaction(broker.begin(timeout));
    }

    /**
     * Its messages are written when they are sent: a number that was given cannot wait for the end of a transaction.
     */
    @Override
    public Producer producer(ProducerOptions options) {
        return broker.producer(options);
    }

    @Override
    public List<PreparedTransaction> prepared() {
        return broker.prepared();
    }

    @Override
    public void commitPrepared(byte[] globalId) {
        broker.commitPrepared(globalId);
    }

    @Override
    public void rollbackPrepared(byte[] globalId) {
        broker.rollbackPrepared(globalId);
    }

    @Override
    public void forgetPrepared(byte[] globalId) {
        broker.forgetPrepared(globalId);
    }

    @Override
    public Consumer consume(ConsumerOptions options, DeliveryHandler handler) {
        Set<Delivery> open = ConcurrentHashMap.newKeySet();
        var consumer = broker.consume(
                options,
                deliveries -> handler.handle(
                        deliveries.stream().map(each -> opened(each, open)).toList()));
        return new JtaConsumer(consumer, open, transactions);
    }

    private Delivery opened(Delivery delivery, Set<Delivery> open) {
        open.add(delivery);
        return new JtaDelivery(delivery, open, broker, transactions);
    }

    @Override
    public Destination declare(Destination destination) {
        return broker.declare(destination);
    }

    @Override
    public Destination alter(Destination destination) {
        return broker.alter(destination);
    }

    @Override
    public TemporaryDestination temporary(DestinationKind kind) {
        return broker.temporary(kind);
    }

    @Override
    public Optional<Destination> destination(String name) {
        return broker.destination(name);
    }

    @Override
    public List<Destination> destinations() {
        return broker.destinations();
    }

    @Override
    public Subscription declare(Subscription subscription) {
        return broker.declare(subscription);
    }

    @Override
    public List<Subscription> subscriptions(String destination) {
        return broker.subscriptions(destination);
    }

    @Override
    public void unsubscribe(String destination, String subscription) {
        broker.unsubscribe(destination, subscription);
    }

    @Override
    public void seek(String destination, String subscription, StartPosition position) {
        broker.seek(destination, subscription, position);
    }

    @Override
    public void pause(String destination, String subscription) {
        broker.pause(destination, subscription);
    }

    @Override
    public void resume(String destination, String subscription) {
        broker.resume(destination, subscription);
    }

    /** What is read again is settled for the replay alone: no transaction has a part in it. */
    @Override
    public Replay replay(ReplayRequest request, DeliveryHandler handler) {
        return broker.replay(request, handler);
    }

    @Override
    public List<StoredMessage> browse(BrowseRequest request) {
        return broker.browse(request);
    }

    @Override
    public Optional<StoredMessage> newest(String destination, byte[] key) {
        return broker.newest(destination, key);
    }

    @Override
    public RedriveResult redrive(RedriveRequest request) {
        return broker.redrive(request);
    }

    @Override
    public EventSubscription events(java.util.function.Consumer<BrokerEvent> listener) {
        return broker.events(listener);
    }

    @Override
    public Operations operations() {
        return broker.operations();
    }

    @Override
    public Routing routing() {
        return broker.routing();
    }

    @Override
    public Schedules schedules() {
        return broker.schedules();
    }

    @Override
    public DestinationStatistics statistics(String destination) {
        return broker.statistics(destination);
    }

    @Override
    public BrokerHealth health() {
        return broker.health();
    }

    @Override
    public void close() {
        broker.close();
    }

    /** A transaction of the session's own, which knows deliveries as the broker handed them out. */
    private record LocalTransaction(Transaction transaction) implements Transaction {

        @Override
        public void send(Message message) {
            transaction.send(message);
        }

        @Override
        public void accept(Delivery delivery) {
            transaction.accept(delivery instanceof JtaDelivery ours ? ours.taken() : delivery);
        }

        @Override
        public void send(Producer producer, long sequence, Message message) {
            transaction.send(producer, sequence, message);
        }

        @Override
        public void seek(String destination, String subscription, StartPosition position) {
            transaction.seek(destination, subscription, position);
        }

        @Override
        public CompletionStage<Void> commit() {
            return transaction.commit();
        }

        @Override
        public CompletionStage<Void> prepare(byte[] globalId) {
            return transaction.prepare(globalId);
        }

        @Override
        public void rollback() {
            transaction.rollback();
        }
    }
}
