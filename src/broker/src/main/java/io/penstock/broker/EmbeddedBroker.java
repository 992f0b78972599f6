package io.penstock.broker;

import io.penstock.Broker;
import io.penstock.BrokerEvent;
import io.penstock.BrokerHealth;
import io.penstock.BrowseRequest;
import io.penstock.Capabilities;
import io.penstock.Capability;
import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterRequest;
import io.penstock.DeliveryHandler;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.DestinationStatistics;
import io.penstock.DestinationStatistics.PartitionStatistics;
import io.penstock.DestinationStatistics.SubscriptionStatistics;
import io.penstock.Durability;
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
import io.penstock.broker.declaration.Declarations;
import io.penstock.broker.declaration.LocalRouting;
import io.penstock.broker.declaration.TemporaryDestinations;
import io.penstock.broker.delivery.BacklogReader;
import io.penstock.broker.delivery.EngineFactory;
import io.penstock.broker.delivery.Events;
import io.penstock.broker.delivery.OldestAge;
import io.penstock.broker.delivery.Seek;
import io.penstock.broker.delivery.SubscriptionCatalog;
import io.penstock.broker.delivery.SubscriptionChange;
import io.penstock.broker.delivery.SubscriptionEngine;
import io.penstock.broker.delivery.SubscriptionLoops;
import io.penstock.broker.destination.Catalog;
import io.penstock.broker.destination.GuardedLog;
import io.penstock.broker.destination.RoutedLog;
import io.penstock.broker.destination.StartOffsets;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.EntryCodec;
import io.penstock.broker.entry.GlobalId;
import io.penstock.broker.limit.Limiter;
import io.penstock.broker.loop.Loops;
import io.penstock.broker.loop.Outcomes;
import io.penstock.broker.loop.Timekeeper;
import io.penstock.broker.loop.WaitingAppend;
import io.penstock.broker.operation.Browser;
import io.penstock.broker.operation.NewestReader;
import io.penstock.broker.operation.Operator;
import io.penstock.broker.operation.Redriver;
import io.penstock.broker.record.MessageRules;
import io.penstock.broker.recovery.BrokerRecovery;
import io.penstock.broker.recovery.BrokerState;
import io.penstock.broker.schedule.Scheduler;
import io.penstock.broker.send.NumberedSender;
import io.penstock.broker.send.Preparation;
import io.penstock.broker.send.Producers;
import io.penstock.broker.send.Sender;
import io.penstock.broker.transaction.PreparedEnds;
import io.penstock.broker.transaction.Transactions;
import io.penstock.journal.JournalException;
import io.penstock.journal.archive.ArchiveStatistics;
import io.penstock.journal.commit.JournalStatistics;
import io.penstock.journal.log.Log;
import io.penstock.journal.log.LogOwner;
import io.penstock.spi.CodecSender;
import io.penstock.spi.QueuedPullConsumer;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The broker that runs inside this process, on a directory of this machine. */
public final class EmbeddedBroker implements Broker {

    private final BrokerOptions options;
    private final InstantSource clock;
    private final Log journal;
    private final BrokerState state;
    private final Catalog catalog;
    private final SubscriptionCatalog subscriptions;
    private final Loops loops;
    private final SubscriptionLoops subscriptionLoops;
    private final Availability standing;
    private final Declarations declarations;
    private final Events events;
    private final Sender sender;
    private final StartOffsets positions;
    private final Browser browser;
    private final Operator operator;
    private final Scheduler scheduler;
    private final LocalRouting routing;
    private final Timekeeper timekeeper;
    private final Producers producers;
    private final PreparedEnds preparedEnds;
    private final Transactions transactions;
    private final TemporaryDestinations temporaries;
    private final Limiter limiter;
    private final BacklogReader measuring;

    private EmbeddedBroker(
            BrokerOptions options,
            InstantSource clock,
            Log journal,
            RoutedLog routed,
            BrokerState state,
            Loops loops,
            SubscriptionLoops subscriptionLoops,
            Availability standing,
            Declarations declarations,
            Events events) {
        this.options = options;
        this.clock = clock;
        this.journal = journal;
        this.state = state;
        catalog = state.destinations();
        subscriptions = state.subscriptions();
        this.loops = loops;
        this.subscriptionLoops = subscriptionLoops;
        this.standing = standing;
        this.declarations = declarations;
        this.events = events;
        temporaries = new TemporaryDestinations(catalog, subscriptions, journal, declarations);
        boolean forced = options.durability() == Durability.SYNC;
        limiter = new Limiter(clock, options.maxSendWait());
        measuring = new BacklogReader(subscriptions, journal);
        var rules = new MessageRules(options.maxMessageBytes());
        var preparation = new Preparation(journal, catalog, rules, options.durability(), clock);
        sender = new Sender(preparation, routed, limiter, clock, loops::isCaller, options.maxTransactionBytes());
        positions = new StartOffsets(journal);
        browser = new Browser(journal);
        var redriver = new Redriver(routed, catalog, subscriptions, preparation, limiter, clock, forced);
        routing = new LocalRouting(catalog, subscriptions, declarations, journal, forced);
        operator = new Operator(
                catalog,
                subscriptions,
                state.operations(),
                journal,
                declarations,
                routing,
                browser,
                redriver,
                clock,
                forced);
        scheduler = new Scheduler(
                journal, routed, catalog, state.timetable(), preparation, limiter, rules, clock, forced);
        timekeeper = new Timekeeper(clock, List.of(scheduler, operator, limiter), standing::failed);
        var numbered = new NumberedSender(preparation, routed, limiter, catalog, clock, loops::isCaller);
        producers = new Producers(state.guarantees(), journal, numbered, clock, forced);
        preparedEnds = new PreparedEnds(
                catalog, subscriptions, state.guarantees().prepared(), journal, routed, clock, limiter);
        transactions = new Transactions(
                preparation,
                producers,
                preparedEnds,
                limiter,
                catalog,
                subscriptions,
                positions,
                measuring,
                routed,
                clock,
                forced,
                options.maxTransactionBytes(),
                loops::requireMayWait);
    }

    /**
     * Opens a data directory, recovers what is in it and starts to serve.
     *
     * @throws PenstockException.StorageUnusable if the directory cannot be used; the message says what to do
     */
    public static EmbeddedBroker open(BrokerOptions options) {
        return open(options, InstantSource.system());
    }

    /** As {@link #open(BrokerOptions)}, with a clock of the caller's. */
    public static EmbeddedBroker open(BrokerOptions options, InstantSource clock) {
        return open(options, clock, follower -> Log.open(options.directory(), options.log(), clock, follower));
    }

    /** As {@link #open(BrokerOptions, InstantSource)}, over a journal that need not lie in a directory. */
    public static EmbeddedBroker open(BrokerOptions options, InstantSource clock, Function<LogOwner, Log> source) {
        var standing = new Availability();
        boolean forced = options.durability() == Durability.SYNC;
        var loops = new Loops(clock, standing::failed);
        var subscriptionLoops = new SubscriptionLoops(loops, forced);
        var engines = new EngineFactory(subscriptionLoops::assign);
        var state = BrokerState.empty(engines);
        var catalog = state.destinations();
        var subscriptions = state.subscriptions();
        var recovery = new BrokerRecovery(state, engines);
        var journal = recovery.open(options.directory(), source);
        standing.opened(journal);
        var declarations = new Declarations(
                catalog, journal, forced, options.journal().maxPartitions(), subscriptions, loops::isCaller);
        recovery.startEngines(journal);
        var started = new WaitingAppend(true);
        started.addEntry(EntryCodec.encode(new Entry.Started()));
        try {
            started.write(journal);
        } catch (PenstockException e) {
            loops.abandon();
            journal.close();
            throw e;
        }
        var events = new Events();
        var routed = new GuardedLog(
                journal, catalog.routes(), options.journal().maxQueuedBytes());
        subscriptionLoops.start(routed, () -> journal.failure() == null, declarations, events);
        var broker = new EmbeddedBroker(
                options, clock, journal, routed, state, loops, subscriptionLoops, standing, declarations, events);
        declarations.finishGrowths();
        broker.timekeeper.start();
        return broker;
    }

    @Override
    public Destination declare(Destination destination) {
        standing.requireRunning();
        return destination.isExchange()
                ? routing.declareExchange(destination)
                : Outcomes.await(declarations.declare(destination)).declared();
    }

    @Override
    public Destination alter(Destination destination) {
        standing.requireRunning();
        if (catalog.routing().exchange(destination.name()) != null) {
            return routing.alterExchange(destination);
        }
        var altered = declarations.alter(destination);
        measuring.measure(catalog.require(altered.name()));
        return altered;
    }

    @Override
    public TemporaryDestination temporary(DestinationKind kind) {
        standing.requireRunning();
        return temporaries.open(kind);
    }

    @Override
    public Optional<Destination> destination(String name) {
        return Optional.ofNullable(catalog.declared(Objects.requireNonNull(name, "name")));
    }

    @Override
    public List<Destination> destinations() {
        return catalog.declared();
    }

    @Override
    public Subscription declare(Subscription subscription) {
        standing.requireRunning();
        var declared = declarations.declare(subscription);
        measuring.measure(catalog.require(declared.destination()));
        return declared;
    }

    @Override
    public List<Subscription> subscriptions(String destination) {
        if (catalog.routing().exchange(destination) != null) {
            return List.of();
        }
        return subscriptions.list(catalog.require(destination)).stream()
                .map(SubscriptionEngine::declared)
                .toList();
    }

    @Override
    public void unsubscribe(String destination, String subscription) {
        standing.requireRunning();
        declarations.remove(destination, subscription);
    }

    @Override
    public Receipt send(Message message) {
        standing.requireRunning();
        return sender.send(message);
    }

    @Override
    public CompletionStage<Receipt> sendAsync(Message message) {
        var refusal = standing.refusal();
        return refusal == null ? sender.sendAsync(message) : CompletableFuture.failedFuture(refusal);
    }

    @Override
    public CompletionStage<List<Receipt>> sendAllAsync(List<Message> messages) {
        var refusal = standing.refusal();
        return refusal == null ? sender.sendAll(messages) : CompletableFuture.failedFuture(refusal);
    }

    @Override
    public <T> TypedSender<T> sender(String destination, Class<T> type) {
        var codec = options.codec()
                .orElseThrow(() -> new PenstockException.Unsupported(
                        Capability.TYPED_PAYLOADS, "A sender of " + type.getName() + " to '" + destination + "'"));
        return new CodecSender<>(this, codec, destination, type);
    }

    @Override
    public Transaction begin(Duration timeout) {
        standing.requireRunning();
        return transactions.begin(timeout);
    }

    @Override
    public Producer producer(ProducerOptions producer) {
        standing.requireRunning();
        return producers.open(producer);
    }

    @Override
    public List<PreparedTransaction> prepared() {
        standing.requireRunning();
        return state.guarantees().prepared().list();
    }

    @Override
    public void commitPrepared(byte[] globalId) {
        standing.requireRunning();
        preparedEnds.end(GlobalId.of(globalId), true);
    }

    @Override
    public void rollbackPrepared(byte[] globalId) {
        standing.requireRunning();
        preparedEnds.end(GlobalId.of(globalId), false);
    }

    @Override
    public void forgetPrepared(byte[] globalId) {
        standing.requireRunning();
        preparedEnds.forget(GlobalId.of(globalId));
    }

    @Override
    public Consumer consume(ConsumerOptions consumer, DeliveryHandler handler) {
        standing.requireRunning();
        Objects.requireNonNull(handler, "handler");
        if (consumer.isOfRule()) {
            return routing.consume(consumer, handler);
        }
        var destination = catalog.find(consumer.destination());
        if (destination == null && catalog.routing().exchange(consumer.destination()) != null) {
            throw catalog.missing(consumer.destination());
        }
        var engine = destination == null ? null : subscriptions.find(destination, consumer.subscription());
        return subscriptions.consume(engine, consumer, handler);
    }

    @Override
    public PullConsumer consume(ConsumerOptions consumer) {
        return new QueuedPullConsumer(this, consumer);
    }

    @Override
    public void seek(String destination, String subscription, StartPosition position) {
        var engine = engine(destination, subscription);
        var seek = new Seek.Alone(engine, positions.offsets(engine.destination(), position));
        engine.loop().submit(seek);
        Outcomes.await(seek);
        measuring.measure(engine.destination());
    }

    @Override
    public void pause(String destination, String subscription) {
        setPaused(engine(destination, subscription), true);
    }

    @Override
    public void resume(String destination, String subscription) {
        setPaused(engine(destination, subscription), false);
    }

    private static void setPaused(SubscriptionEngine engine, boolean paused) {
        if (engine.loop().ask(engine::isPaused) == paused) {
            return;
        }
        var change = new SubscriptionChange(engine, new Entry.Paused(engine.id(), paused));
        engine.loop().submit(change);
        Outcomes.await(change);
    }

    private SubscriptionEngine engine(String destination, String subscription) {
        standing.requireRunning();
        return subscriptions.require(catalog.require(destination), subscription);
    }

    @Override
    public Replay replay(ReplayRequest request, DeliveryHandler handler) {
        standing.requireRunning();
        Objects.requireNonNull(handler, "handler");
        return declarations.replay(request, handler);
    }

    @Override
    public List<StoredMessage> browse(BrowseRequest request) {
        standing.requireRunning();
        var destination = catalog.require(request.destination());
        var engine = request.subscription() == null ? null : subscriptions.require(destination, request.subscription());
        return browser.browse(request, destination, engine);
    }

    @Override
    public Optional<StoredMessage> newest(String destination, byte[] key) {
        standing.requireRunning();
        Objects.requireNonNull(key, "key");
        return new NewestReader(journal).find(catalog.require(destination), key);
    }

    @Override
    public RedriveResult redrive(RedriveRequest request) {
        standing.requireRunning();
        var letters = DeadLetterRequest.all(request.deadLetterQueue(), request.actor()).messageIds(request.messageIds()).filter(request.filter()).limit(request.limit()).reason(request.reason()).build();
        if (request.dryRun()) {
            return new RedriveResult((int) operator.count(letters), 0);
        }
        var done = operator.redriveNow(letters);
        return new RedriveResult((int) (done.messages() + done.left()), (int) done.messages());
    }

    @Override
    public Operations operations() {
        standing.requireRunning();
        return operator;
    }

    @Override
    public EventSubscription events(java.util.function.Consumer<BrokerEvent> listener) {
        standing.requireRunning();
        return events.add(Objects.requireNonNull(listener, "listener"));
    }

    @Override
    public Schedules schedules() {
        standing.requireRunning();
        return scheduler;
    }

    @Override
    public Routing routing() {
        standing.requireRunning();
        return routing;
    }

    @Override
    public DestinationStatistics statistics(String name) {
        standing.requireRunning();
        var ofExchange = routing.statistics(name);
        if (ofExchange != null) {
            return ofExchange;
        }
        var destination = catalog.require(name);
        long messages = 0;
        var partitions = new ArrayList<PartitionStatistics>(destination.partitionCount());
        for (int i = 0; i < destination.partitionCount(); i++) {
            var log = destination.partition(i);
            long end = log.endOffset();
            long start = journal.startOffset(log.id());
            partitions.add(new PartitionStatistics(i, start, end));
            messages += end - start;
        }
        var ages = new OldestAge(journal, clock.millis());
        var readers = new ArrayList<SubscriptionStatistics>();
        for (var engine : subscriptions.list(destination)) {
            readers.add(ages.complete(engine));
        }
        return new DestinationStatistics(
                destination.declared(),
                destination.sent(),
                destination.deduplication().duplicates(),
                destination.deduplication().forgotten(),
                messages,
                Math.max(0, destination.depth()),
                destination.depthBytes(),
                destination.discardedByLimit(),
                partitions,
                readers);
    }

    /** What the journal has done since the broker was opened. */
    public JournalStatistics journalStatistics() {
        return journal.statistics();
    }

    /** What the archive holds, and what it has done since the broker was opened. */
    public ArchiveStatistics archiveStatistics() {
        return journal.archiveStatistics();
    }

    /** For how long old messages could not be moved to the archive, or let go there; 0 while they can. */
    public long archiveFailureMillis() {
        return journal.agingFailureMillis();
    }

    /** Partitions that cannot be read; {@link #health()} names them. */
    public int offlinePartitions() {
        return journal.offline().size();
    }

    @Override
    public Capabilities capabilities() {
        return EmbeddedCapabilities.of(options);
    }

    @Override
    public BrokerHealth health() {
        return standing.health(options.directory(), catalog);
    }

    @Override
    public void close() {
        if (!standing.close()) {
            return;
        }
        timekeeper.end();
        limiter.close(catalog.destinations());
        temporaries.close();
        events.close();
        subscriptionLoops.release(catalog.destinations().stream()
                .flatMap(destination -> subscriptions.list(destination).stream())
                .toList());
        var last = new WaitingAppend(true);
        last.addEntry(EntryCodec.encode(new Entry.ShutDown()));
        try {
            last.write(journal);
        } catch (PenstockException.Unavailable e) {
            // The journal has failed before, and said so; without this mark the next start is only more careful.
        }
        if (loops.isCaller()) {
            loops.end();
            closeLog();
        } else {
            // The last checkpoint takes its part from each loop.
            closeLog();
            loops.end();
        }
    }

    private void closeLog() {
        try {
            journal.close();
        } catch (JournalException e) {
            throw new PenstockException.Unavailable("The log did not close cleanly: " + e.getMessage(), e);
        }
    }
}
