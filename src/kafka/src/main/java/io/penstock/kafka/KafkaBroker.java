package io.penstock.kafka;

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
import io.penstock.Operations;
import io.penstock.PenstockException;
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
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.journal.JournalException;
import io.penstock.kafka.client.KafkaClients;
import io.penstock.kafka.instance.CellCandidate;
import io.penstock.kafka.instance.CellSetup;
import io.penstock.kafka.instance.CellState;
import io.penstock.kafka.log.KafkaLogSettings;
import io.penstock.kafka.owner.Moment;
import io.penstock.kafka.owner.OwnershipRules;
import io.penstock.kafka.topic.TopicNames;
import io.penstock.kafka.topic.TopicPolicy;
import io.penstock.kafka.topic.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * A broker whose log lies in Kafka. Of all instances with the same options, one at a time owns the cell and serves; the
 * others stand by, refuse every call with {@link PenstockException.Unavailable}, and one of them goes on when the owner
 * ends. Consumers, producers and transactions of an owner end when it owns the cell no longer. It is safe for any
 * thread.
 */
public final class KafkaBroker implements Broker {

    /** By how much a record may be larger than its message: what a dead letter adds, and what a batch has beside it. */
    private static final int RECORD_RESERVE_BYTES = 256 << 10;

    /** How long topics are waited for. */
    private static final Duration TOPICS_WAIT = Duration.ofSeconds(60);

    private final KafkaOptions options;
    private final Admin admin;
    private final CellCandidate keeper;

    private KafkaBroker(KafkaOptions options, Admin admin, CellCandidate keeper) {
        this.options = options;
        this.admin = admin;
        this.keeper = keeper;
    }

    /**
     * Begins to stand by, and returns when the topics of the cell are there. It serves as soon as it owns the cell.
     *
     * @param engine bounds and defaults of the engine; its directory is not used
     * @throws PenstockException.InvalidConfiguration if the topics of the cell are not what they have to be
     * @throws PenstockException.Unavailable if Kafka does not answer
     */
    public static KafkaBroker open(KafkaOptions options, BrokerOptions engine) {
        return open(options, engine, InstantSource.system());
    }

    /** Opens a broker as {@link #open(KafkaOptions, BrokerOptions)} does, with a clock of the caller. */
    public static KafkaBroker open(KafkaOptions options, BrokerOptions engine, InstantSource clock) {
        return open(options, engine, clock, OwnershipRules.ALL, Moment.Listener.NONE);
    }

    /** Opens a broker without some rules, or with an owner that stalls. */
    static KafkaBroker open(
            KafkaOptions options,
            BrokerOptions engine,
            InstantSource clock,
            OwnershipRules rules,
            Moment.Listener moments) {
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(engine, "engine");
        var settings = new KafkaLogSettings(
                options.installation + "." + options.cell,
                options.instance,
                options.lease,
                engine.journal(),
                options.cacheBytes,
                options.snapshotFrames,
                rules,
                moments);
        var names = new TopicNames(options.topicPrefix, options.installation, options.cell);
        var policy = new TopicPolicy(
                options.replicationFactor,
                options.minInSyncReplicas,
                options.createTopics,
                Math.addExact(engine.maxMessageBytes(), RECORD_RESERVE_BYTES));
        var clients = new KafkaClients(options.client);
        var admin = admin(clients);
        try {
            var topics = new Topics(admin, names, policy, TOPICS_WAIT);
            awaitTopics(topics.openCell());
            var keeper = new CellCandidate(new CellSetup(settings, engine, clock, clients, admin, topics));
            var broker = new KafkaBroker(options, admin, keeper);
            keeper.start();
            return broker;
        } catch (RuntimeException e) {
            admin.close();
            throw e;
        }
    }

    private static Admin admin(KafkaClients clients) {
        try {
            return clients.admin();
        } catch (KafkaException e) {
            throw new PenstockException.InvalidConfiguration(
                    "No client of Kafka can be made from these options: " + PenstockException.causeOf(e));
        }
    }

    private static void awaitTopics(CompletionStage<Void> topics) {
        try {
            topics.toCompletableFuture().join();
        } catch (CompletionException e) {
            var cause = PenstockException.causeOf(e);
            throw cause instanceof JournalException refusal
                    ? new PenstockException.Unavailable(refusal.getMessage(), refusal)
                    : cause instanceof RuntimeException known ? known : e;
        }
    }

    /** What this instance is to the cell now. */
    public CellState state() {
        return keeper.state();
    }

    /** The number of the ownership, which each owner has a higher one of than those before; 0 while it stands by. */
    public long epoch() {
        return keeper.epoch();
    }

    /**
     * Waits until this instance owns the cell, and returns true; or false if it did not within that time, or was
     * closed.
     *
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public boolean awaitOwner(Duration longest) throws InterruptedException {
        return keeper.awaitOwner(Objects.requireNonNull(longest, "longest"));
    }

    private EmbeddedBroker engine() {
        var engine = keeper.engine();
        if (engine == null) {
            throw refusal();
        }
        return engine;
    }

    private PenstockException refusal() {
        return new PenstockException.Unavailable(
                keeper.state() == CellState.CLOSED ? "The broker is closed." : standing());
    }

    private String standing() {
        var problem = keeper.problem();
        return "This instance stands by: it does not own the cell '" + options.cell + "' of installation '"
                + options.installation + "'."
                + (problem == null ? "" : " It could not be opened the last time: " + problem.getMessage());
    }

    @Override
    public Destination declare(Destination destination) {
        return engine().declare(destination);
    }

    @Override
    public Destination alter(Destination destination) {
        return engine().alter(destination);
    }

    @Override
    public TemporaryDestination temporary(DestinationKind kind) {
        return engine().temporary(kind);
    }

    @Override
    public Optional<Destination> destination(String name) {
        return engine().destination(name);
    }

    @Override
    public List<Destination> destinations() {
        return engine().destinations();
    }

    @Override
    public Subscription declare(Subscription subscription) {
        return engine().declare(subscription);
    }

    @Override
    public List<Subscription> subscriptions(String destination) {
        return engine().subscriptions(destination);
    }

    @Override
    public void unsubscribe(String destination, String subscription) {
        engine().unsubscribe(destination, subscription);
    }

    @Override
    public Receipt send(Message message) {
        return engine().send(message);
    }

    @Override
    public CompletionStage<Receipt> sendAsync(Message message) {
        var engine = keeper.engine();
        return engine == null ? CompletableFuture.failedFuture(refusal()) : engine.sendAsync(message);
    }

    @Override
    public CompletionStage<List<Receipt>> sendAllAsync(List<Message> messages) {
        var engine = keeper.engine();
        return engine == null ? CompletableFuture.failedFuture(refusal()) : engine.sendAllAsync(messages);
    }

    @Override
    public <T> TypedSender<T> sender(String destination, Class<T> type) {
        return engine().sender(destination, type);
    }

    @Override
    public Transaction begin(Duration timeout) {
        return engine().begin(timeout);
    }

    @Override
    public Producer producer(ProducerOptions producer) {
        return engine().producer(producer);
    }

    @Override
    public List<PreparedTransaction> prepared() {
        return engine().prepared();
    }

    @Override
    public void commitPrepared(byte[] globalId) {
        engine().commitPrepared(globalId);
    }

    @Override
    public void rollbackPrepared(byte[] globalId) {
        engine().rollbackPrepared(globalId);
    }

    @Override
    public void forgetPrepared(byte[] globalId) {
        engine().forgetPrepared(globalId);
    }

    @Override
    public Consumer consume(ConsumerOptions consumer, DeliveryHandler handler) {
        return engine().consume(consumer, handler);
    }

    @Override
    public PullConsumer consume(ConsumerOptions consumer) {
        return engine().consume(consumer);
    }

    @Override
    public void seek(String destination, String subscription, StartPosition position) {
        engine().seek(destination, subscription, position);
    }

    @Override
    public void pause(String destination, String subscription) {
        engine().pause(destination, subscription);
    }

    @Override
    public void resume(String destination, String subscription) {
        engine().resume(destination, subscription);
    }

    @Override
    public Replay replay(ReplayRequest request, DeliveryHandler handler) {
        return engine().replay(request, handler);
    }

    @Override
    public List<StoredMessage> browse(BrowseRequest request) {
        return engine().browse(request);
    }

    @Override
    public Optional<StoredMessage> newest(String destination, byte[] key) {
        return engine().newest(destination, key);
    }

    @Override
    public RedriveResult redrive(RedriveRequest request) {
        return engine().redrive(request);
    }

    @Override
    public Operations operations() {
        return engine().operations();
    }

    @Override
    public EventSubscription events(java.util.function.Consumer<BrokerEvent> listener) {
        return engine().events(listener);
    }

    @Override
    public Schedules schedules() {
        return engine().schedules();
    }

    @Override
    public Alerts alerts() {
        return engine().alerts();
    }

    @Override
    public Routing routing() {
        return engine().routing();
    }

    @Override
    public DestinationStatistics statistics(String destination) {
        return engine().statistics(destination);
    }

    @Override
    public Capabilities capabilities() {
        return engine().capabilities();
    }

    @Override
    public BrokerHealth health() {
        var engine = keeper.engine();
        if (engine != null) {
            return engine.health();
        }
        return keeper.state() == CellState.CLOSED
                ? new BrokerHealth(BrokerHealth.State.CLOSED, "Closed.")
                : new BrokerHealth(BrokerHealth.State.DEGRADED, standing());
    }

    /** Ends the engine, if this instance owns the cell, so that another one can own it at once. */
    @Override
    public void close() {
        keeper.close();
        admin.close();
    }
}
