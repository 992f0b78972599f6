package io.penstock.connector;

import io.penstock.Broker;
import io.penstock.BrokerEvent;
import io.penstock.BrokerHealth;
import io.penstock.BrowseRequest;
import io.penstock.Capabilities;
import io.penstock.Capability;
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
import io.penstock.spi.EngineReceipt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A broker that does what the test tells it, when it tells it: for orders of events that no real one can show. */
final class ScriptedBroker implements Broker {

    /** A message that was handed over; its receipt comes when the test completes it. */
    record Sent(Message message, CompletableFuture<Receipt> receipt) {
        void confirm(long offset) {
            receipt.complete(EngineReceipt.of("id-" + offset, message.destination(), 0, offset));
        }
    }

    final Map<String, Destination> destinations = new LinkedHashMap<>();
    final Map<String, Subscription> subscriptions = new LinkedHashMap<>();
    final List<ScriptedConsumer> consumers = new CopyOnWriteArrayList<>();
    final List<Sent> sent = new CopyOnWriteArrayList<>();
    volatile BrokerHealth health = new BrokerHealth(BrokerHealth.State.RUNNING, "fine");

    ScriptedConsumer consumer() {
        return consumers.get(consumers.size() - 1);
    }

    @Override
    public Destination declare(Destination destination) {
        destinations.put(destination.name(), destination);
        return destination;
    }

    @Override
    public Destination alter(Destination destination) {
        return declare(destination);
    }

    @Override
    public TemporaryDestination temporary(DestinationKind kind) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Destination> destination(String name) {
        return Optional.ofNullable(destinations.get(name));
    }

    @Override
    public List<Destination> destinations() {
        return List.copyOf(destinations.values());
    }

    @Override
    public Subscription declare(Subscription subscription) {
        subscriptions.put(subscription.name(), subscription);
        return subscription;
    }

    @Override
    public List<Subscription> subscriptions(String destination) {
        return subscriptions.values().stream()
                .filter(subscription -> subscription.destination().equals(destination))
                .toList();
    }

    @Override
    public CompletionStage<Receipt> sendAsync(Message message) {
        var entry = new Sent(message, new CompletableFuture<>());
        sent.add(entry);
        return entry.receipt();
    }

    @Override
    public Consumer consume(ConsumerOptions options, DeliveryHandler handler) {
        var consumer = new ScriptedConsumer(options, handler);
        consumers.add(consumer);
        return consumer;
    }

    @Override
    public PullConsumer consume(ConsumerOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> TypedSender<T> sender(String destination, Class<T> type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Capabilities capabilities() {
        return Capabilities.builder().support(Capability.values()).build();
    }

    @Override
    public BrokerHealth health() {
        return health;
    }

    @Override
    public void unsubscribe(String destination, String subscription) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Receipt send(Message message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Transaction begin(Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Producer producer(ProducerOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<PreparedTransaction> prepared() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void commitPrepared(byte[] globalId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void rollbackPrepared(byte[] globalId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void forgetPrepared(byte[] globalId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void seek(String destination, String subscription, StartPosition position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void pause(String destination, String subscription) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void resume(String destination, String subscription) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Replay replay(ReplayRequest request, DeliveryHandler handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<StoredMessage> browse(BrowseRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<StoredMessage> newest(String destination, byte[] key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public RedriveResult redrive(RedriveRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public EventSubscription events(java.util.function.Consumer<BrokerEvent> listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Operations operations() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Routing routing() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Schedules schedules() {
        throw new UnsupportedOperationException();
    }

    @Override
    public DestinationStatistics statistics(String destination) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}

    /** Counts what it was asked for and hands out what the test gives it. */
    static final class ScriptedConsumer implements Consumer {

        private final ConsumerOptions options;
        private final DeliveryHandler handler;
        private final List<Integer> accepted = new CopyOnWriteArrayList<>();
        private long requested;
        private boolean paused;
        private boolean closed;

        ScriptedConsumer(ConsumerOptions options, DeliveryHandler handler) {
            this.options = options;
            this.handler = handler;
        }

        /** Hands out that many messages, numbered on from the last one, on this thread as if it were a dispatch one. */
        List<ScriptedDelivery> deliver(String... bodies) {
            var deliveries = new ArrayList<ScriptedDelivery>();
            for (var body : bodies) {
                deliveries.add(new ScriptedDelivery(options, body));
            }
            handler.handle(List.copyOf(deliveries));
            return deliveries;
        }

        /** The numbers of deliveries that were accepted together, in their order. */
        List<Integer> accepted() {
            return accepted;
        }

        @Override
        public CompletionStage<Void> acceptAsync(Collection<? extends Delivery> deliveries) {
            accepted.add(deliveries.size());
            return Consumer.super.acceptAsync(deliveries);
        }

        synchronized long requested() {
            return requested;
        }

        synchronized boolean isPaused() {
            return paused;
        }

        synchronized boolean isClosed() {
            return closed;
        }

        @Override
        public synchronized void request(long deliveries) {
            requested += deliveries;
        }

        @Override
        public synchronized void pause() {
            paused = true;
        }

        @Override
        public void drain() {
            pause();
        }

        @Override
        public ConsumerOptions options() {
            return options;
        }

        @Override
        public synchronized void close() {
            closed = true;
        }
    }
}
