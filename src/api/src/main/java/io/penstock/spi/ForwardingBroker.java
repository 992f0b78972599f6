package io.penstock.spi;

import io.penstock.Alerts;
import io.penstock.Broker;
import io.penstock.BrokerEvent;
import io.penstock.BrokerHealth;
import io.penstock.BrowseRequest;
import io.penstock.Capabilities;
import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.DeliveryHandler;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.DestinationStatistics;
import io.penstock.EventSubscription;
import io.penstock.Message;
import io.penstock.MessageProgress;
import io.penstock.Operations;
import io.penstock.PreparedTransaction;
import io.penstock.Producer;
import io.penstock.ProducerOptions;
import io.penstock.PullConsumer;
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
import io.penstock.TypedSender;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A forwarding broker hands every call on to another broker, for whoever changes some of them: a subclass overrides
 * those, and nothing else. Convenience methods such as {@link Broker#begin()} come down to the others, and so follow
 * what the subclass makes of them.
 */
public abstract class ForwardingBroker implements Broker {

    private final Broker broker;

    protected ForwardingBroker(Broker broker) {
        this.broker = Objects.requireNonNull(broker, "broker");
    }

    /** The broker that calls are handed on to. */
    protected final Broker delegate() {
        return broker;
    }

    /**
     * Finds what is of that type among a broker and those that it hands calls on to, for who needs to know more of it
     * than a broker tells.
     */
    public static <T> Optional<T> find(Broker broker, Class<T> type) {
        Objects.requireNonNull(type, "type");
        var found = Objects.requireNonNull(broker, "broker");
        while (!type.isInstance(found)) {
            if (!(found instanceof ForwardingBroker forwarding)) {
                return Optional.empty();
            }
            found = forwarding.broker;
        }
        return Optional.of(type.cast(found));
    }

    /** What observes the handlers of this broker's deliveries: see {@link HandlerObserver}. */
    public HandlerObserver handlerObserver() {
        return HandlerObserver.of(broker);
    }

    /**
     * This broker, as it counts what is sent for a client of a door: see {@link CountingBroker#as}. By default nothing
     * is counted.
     */
    public Broker sendingAs(String door, String name) {
        return this;
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
    public Receipt send(Message message) {
        return broker.send(message);
    }

    @Override
    public CompletionStage<Receipt> sendAsync(Message message) {
        return broker.sendAsync(message);
    }

    @Override
    public CompletionStage<List<Receipt>> sendAllAsync(List<Message> messages) {
        return broker.sendAllAsync(messages);
    }

    /** A sender that sends through this broker, so that what a subclass makes of {@link #send} holds for it. */
    @Override
    public <T> TypedSender<T> sender(String destination, Class<T> type) {
        return new RedirectedSender<>(this, broker.sender(destination, type));
    }

    @Override
    public Transaction begin(Duration timeout) {
        return broker.begin(timeout);
    }

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
        return broker.consume(options, handler);
    }

    @Override
    public PullConsumer consume(ConsumerOptions options) {
        return broker.consume(options);
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

    @Override
    public Replay replay(ReplayRequest request, DeliveryHandler handler) {
        return broker.replay(request, handler);
    }

    @Override
    public List<StoredMessage> browse(BrowseRequest request) {
        return broker.browse(request);
    }

    @Override
    public List<MessageProgress> progress(String destination, int partition, long offset) {
        return broker.progress(destination, partition, offset);
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
    public Operations operations() {
        return broker.operations();
    }

    @Override
    public EventSubscription events(java.util.function.Consumer<BrokerEvent> listener) {
        return broker.events(listener);
    }

    @Override
    public Schedules schedules() {
        return broker.schedules();
    }

    @Override
    public Alerts alerts() {
        return broker.alerts();
    }

    @Override
    public Routing routing() {
        return broker.routing();
    }

    @Override
    public DestinationStatistics statistics(String destination) {
        return broker.statistics(destination);
    }

    @Override
    public Capabilities capabilities() {
        return broker.capabilities();
    }

    @Override
    public BrokerHealth health() {
        return broker.health();
    }

    @Override
    public void close() {
        broker.close();
    }
}
