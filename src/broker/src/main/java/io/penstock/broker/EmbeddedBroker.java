package io.penstock.broker;

import io.penstock.Alerts;
import io.penstock.Broker;
import io.penstock.BrokerEvent;
import io.penstock.BrokerHealth;
import io.penstock.BrowseRequest;
import io.penstock.Capabilities;
import io.penstock.Capability;
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
import io.penstock.broker.alert.AlertFile;
import io.penstock.broker.alert.AlertStore;
import io.penstock.broker.delivery.SubscriptionEngine;
import io.penstock.broker.entry.GlobalId;
import io.penstock.broker.loop.Outcomes;
import io.penstock.journal.archive.ArchiveStatistics;
import io.penstock.journal.commit.JournalStatistics;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.Log;
import io.penstock.journal.log.LogOwner;
import io.penstock.spi.CodecSender;
import io.penstock.spi.QueuedPullConsumer;
import io.penstock.spi.TestTime;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import static java.util.Objects.requireNonNull;

/** A broker that runs inside this process, on a directory of this machine or on a log of the caller's. */
public final class EmbeddedBroker implements Broker {

    private final BrokerAssembly parts;
    private final Availability availability;

    private Runnable unfollow = () -> {};

    private EmbeddedBroker(BrokerAssembly parts) {
        this.parts = parts;
        availability = parts.availability;
    }

    /**
     * Opens a data directory, recovers what is in it and starts to serve.
     *
     * @throws PenstockException.StorageUnusable if the directory cannot be used; the message says what to do
     * @throws PenstockException.InvalidConfiguration if the options have no directory
     */
    public static EmbeddedBroker open(BrokerOptions options) {
        return open(options, InstantSource.system());
    }

    /** Opens a broker as {@link #open(BrokerOptions)} does, with a clock of the caller. */
    public static EmbeddedBroker open(BrokerOptions options, InstantSource clock) {
        var directory = options.requireDirectory();
        return open(
                options,
                clock,
                follower -> LocalLog.open(directory, options.log(), clock, follower),
                new AlertFile(directory));
    }

    /**
     * Opens a broker over a log of the caller's, wherever that lies; the directory of the options is not used for it.
     * The broker closes the log. What it knows of alerts ends with it.
     *
     * @param source opens the log, which tells its owner all that is in it before it is returned
     * @throws PenstockException.StorageUnusable if the log, or what is in it, cannot be used
     */
    public static EmbeddedBroker open(BrokerOptions options, InstantSource clock, Function<LogOwner, Log> source) {
        return open(options, clock, source, AlertStore.inMemory());
    }

    /**
     * Opens a broker over a log of the caller's, as {@link #open(BrokerOptions, InstantSource, Function)} does.
     *
     * @param alerts keeps what the broker knows of alerts; read when the log is open
     */
    public static EmbeddedBroker open(
            BrokerOptions options, InstantSource clock, Function<LogOwner, Log> source, AlertStore alerts) {
        var parts = new BrokerAssembly(options, clock, source, alerts);
        parts.start();
        var broker = new EmbeddedBroker(parts);
        broker.follow(clock);
        return broker;
    }

    @Override
    public Destination declare(Destination destination) {
        availability.requireRunning();
        return requireNonNull(destination, "destination").isExchange()
                ? parts.routing.declareExchange(destination)
                : Outcomes.await(parts.destinations.declare(destination)).declared();
    }

    @Override
    public Destination alter(Destination destination) {
        availability.requireRunning();
        if (parts.state
                        .routing()
                        .exchange(requireNonNull(destination, "destination").name())
                != null) {
            return parts.routing.alterExchange(destination);
        }
        var altered = parts.changes.alter(destination);
        parts.backlogs.measure(parts.state.destinations().require(altered.name()));
        return altered;
    }

    @Override
    public TemporaryDestination temporary(DestinationKind kind) {
        availability.requireRunning();
        return parts.temporaries.open(requireNonNull(kind, "kind"));
    }

    @Override
    public Optional<Destination> destination(String name) {
        return Optional.ofNullable(parts.state.destinations().declared(requireNonNull(name, "name")));
    }

    @Override
    public List<Destination> destinations() {
        return parts.state.destinations().declared();
    }

    @Override
    public Subscription declare(Subscription subscription) {
        availability.requireRunning();
        var declared = parts.declarations.declare(requireNonNull(subscription, "subscription"));
        parts.backlogs.measure(parts.state.destinations().require(declared.destination()), declared.name());
        return declared;
    }

    @Override
    public List<Subscription> subscriptions(String destination) {
        if (parts.state.routing().exchange(requireNonNull(destination, "destination")) != null) {
            return List.of();
        }
        return parts.state.subscriptions().list(parts.state.destinations().require(destination)).stream()
                .map(SubscriptionEngine::declared)
                .toList();
    }

    @Override
    public void unsubscribe(String destination, String subscription) {
        availability.requireRunning();
        parts.declarations.remove(
                requireNonNull(destination, "destination"), requireNonNull(subscription, "subscription"));
    }

    @Override
    public Receipt send(Message message) {
        availability.requireRunning();
        return parts.sender.send(requireNonNull(message, "message"));
    }

    @Override
    public CompletionStage<Receipt> sendAsync(Message message) {
        var refusal = message == null ? new NullPointerException("message") : availability.refusal();
        return refusal == null ? parts.sender.sendAsync(message) : CompletableFuture.failedFuture(refusal);
    }

    @Override
    public CompletionStage<List<Receipt>> sendAllAsync(List<Message> messages) {
        var refusal = messages == null ? new NullPointerException("messages") : availability.refusal();
        return refusal == null ? parts.sender.sendAll(messages) : CompletableFuture.failedFuture(refusal);
    }

    @Override
    public <T> TypedSender<T> sender(String destination, Class<T> type) {
        requireNonNull(destination, "destination");
        requireNonNull(type, "type");
        var codec = parts.options
                .codec()
                .orElseThrow(() -> new PenstockException.Unsupported(
                        Capability.TYPED_PAYLOADS, "A sender of " + type.getName() + " to '" + destination + "'"));
        return new CodecSender<>(this, codec, destination, type);
    }

    @Override
    public Transaction begin(Duration timeout) {
        availability.requireRunning();
        return parts.transactions.begin(requireNonNull(timeout, "timeout"));
    }

    @Override
    public Producer producer(ProducerOptions producer) {
        availability.requireRunning();
        return parts.producers.open(requireNonNull(producer, "options"));
    }

    @Override
    public List<PreparedTransaction> prepared() {
        availability.requireRunning();
        return parts.state.guarantees().prepared().list();
    }

    @Override
    public void commitPrepared(byte[] globalId) {
        availability.requireRunning();
        parts.prepared.end(GlobalId.of(requireNonNull(globalId, "globalId")), true);
    }

    @Override
    public void rollbackPrepared(byte[] globalId) {
        availability.requireRunning();
        parts.prepared.end(GlobalId.of(requireNonNull(globalId, "globalId")), false);
    }

    @Override
    public void forgetPrepared(byte[] globalId) {
        availability.requireRunning();
        parts.prepared.forget(GlobalId.of(requireNonNull(globalId, "globalId")));
    }

    @Override
    public Consumer consume(ConsumerOptions consumer, DeliveryHandler handler) {
        availability.requireRunning();
        requireNonNull(handler, "handler");
        return parts.consumers.consume(requireNonNull(consumer, "options"), handler);
    }

    @Override
    public PullConsumer consume(ConsumerOptions consumer) {
        return new QueuedPullConsumer(this, requireNonNull(consumer, "options"));
    }

    @Override
    public void seek(String destination, String subscription, StartPosition position) {
        availability.requireRunning();
        parts.consumers.seek(
                requireNonNull(destination, "destination"),
                requireNonNull(subscription, "subscription"),
                requireNonNull(position, "position"));
    }

    @Override
    public void pause(String destination, String subscription) {
        availability.requireRunning();
        parts.consumers.pause(
                requireNonNull(destination, "destination"), requireNonNull(subscription, "subscription"), true);
    }

    @Override
    public void resume(String destination, String subscription) {
        availability.requireRunning();
        parts.consumers.pause(
                requireNonNull(destination, "destination"), requireNonNull(subscription, "subscription"), false);
    }

    @Override
    public Replay replay(ReplayRequest request, DeliveryHandler handler) {
        availability.requireRunning();
        requireNonNull(handler, "handler");
        return parts.replays.begin(requireNonNull(request, "request"), handler);
    }

    @Override
    public List<StoredMessage> browse(BrowseRequest request) {
        availability.requireRunning();
        return parts.browser.browse(requireNonNull(request, "request"));
    }

    @Override
    public List<MessageProgress> progress(String destination, int partition, long offset) {
        availability.requireRunning();
        return parts.progress.read(
                parts.state.destinations().require(requireNonNull(destination, "destination")), partition, offset);
    }

    @Override
    public Optional<StoredMessage> newest(String destination, byte[] key) {
        availability.requireRunning();
        requireNonNull(destination, "destination");
        return parts.newest.find(parts.state.destinations().require(destination), requireNonNull(key, "key"));
    }

    @Override
    public RedriveResult redrive(RedriveRequest request) {
        availability.requireRunning();
        return parts.operator.redriveNow(requireNonNull(request, "request"));
    }

    @Override
    public Operations operations() {
        availability.requireRunning();
        return parts.operator;
    }

    @Override
    public EventSubscription events(java.util.function.Consumer<BrokerEvent> listener) {
        availability.requireRunning();
        return parts.events.add(requireNonNull(listener, "listener"));
    }

    @Override
    public Schedules schedules() {
        availability.requireRunning();
        return parts.scheduler;
    }

    @Override
    public Alerts alerts() {
        availability.requireRunning();
        return parts.alerts;
    }

    @Override
    public Routing routing() {
        availability.requireRunning();
        return parts.routing;
    }

    @Override
    public DestinationStatistics statistics(String name) {
        availability.requireRunning();
        return parts.statistics.read(requireNonNull(name, "destination"));
    }

    /** The statistics of the journal since the broker was opened. */
    public JournalStatistics journalStatistics() {
        return parts.log.statistics();
    }

    /** The statistics of the archive: what it holds, and what it has done since the broker was opened. */
    public ArchiveStatistics archiveStatistics() {
        return parts.log.archiveStatistics();
    }

    /** The time for which old messages could not be moved to the archive, or removed there; 0 while they can. */
    public long archiveFailureMillis() {
        return parts.log.agingFailureMillis();
    }

    /** Partitions whose old messages cannot be moved to the archive, or let go there; {@link #health()} names them. */
    public int archiveProblems() {
        return parts.log.agingProblems().size();
    }

    /** Whether nothing can be written for the moment, which is tried again; {@link #health()} says why. */
    public boolean isStalled() {
        return parts.log.stall() != null;
    }

    /** Partitions that cannot be read; {@link #health()} names them. */
    public int offlinePartitions() {
        return parts.log.offline().size();
    }

    @Override
    public Capabilities capabilities() {
        return EmbeddedCapabilities.of(parts.options, parts.log);
    }

    @Override
    public BrokerHealth health() {
        return parts.health();
    }

    /** Deals at once with what a test that lets time pass has made due. */
    private void follow(InstantSource clock) {
        if (clock instanceof TestTime time) {
            unfollow = time.follow(() -> {
                parts.loops.catchUp();
                parts.timekeeper.catchUp();
                parts.alertTimer.catchUp();
            });
        }
    }

    @Override
    public void close() {
        unfollow.run();
        if (availability.close()) {
            parts.stop();
        }
    }
}
