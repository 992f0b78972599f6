package io.penstock.broker;

import io.penstock.BrokerHealth;
import io.penstock.Durability;
import io.penstock.PenstockException;
import io.penstock.broker.alert.AlertEngine;
import io.penstock.broker.alert.AlertStore;
import io.penstock.broker.declaration.DeclarationLog;
import io.penstock.broker.declaration.DestinationChanges;
import io.penstock.broker.declaration.DestinationDeclarations;
import io.penstock.broker.declaration.LaneBound;
import io.penstock.broker.declaration.LocalRouting;
import io.penstock.broker.declaration.LogEntries;
import io.penstock.broker.declaration.LogLeftovers;
import io.penstock.broker.declaration.PartitionIds;
import io.penstock.broker.declaration.Replays;
import io.penstock.broker.declaration.RuleDeclarations;
import io.penstock.broker.declaration.SubscriptionDeclarations;
import io.penstock.broker.declaration.TemporaryDestinations;
import io.penstock.broker.delivery.SubscriptionEngine;
import io.penstock.broker.delivery.SubscriptionLoops;
import io.penstock.broker.destination.GuardedLog;
import io.penstock.broker.destination.RoutedLog;
import io.penstock.broker.destination.StartOffsets;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.EntryCodec;
import io.penstock.broker.event.Events;
import io.penstock.broker.feed.ScheduledBound;
import io.penstock.broker.limit.Limiter;
import io.penstock.broker.loop.Loops;
import io.penstock.broker.loop.Ticks;
import io.penstock.broker.loop.Timekeeper;
import io.penstock.broker.loop.WaitingAppend;
import io.penstock.broker.operation.Backups;
import io.penstock.broker.operation.Browser;
import io.penstock.broker.operation.NewestReader;
import io.penstock.broker.operation.OperationEvents;
import io.penstock.broker.operation.Operator;
import io.penstock.broker.operation.ProgressReader;
import io.penstock.broker.operation.Redriver;
import io.penstock.broker.operation.StatisticsReader;
import io.penstock.broker.record.MessageRules;
import io.penstock.broker.recovery.BrokerRecovery;
import io.penstock.broker.recovery.BrokerState;
import io.penstock.broker.schedule.Scheduler;
import io.penstock.broker.send.NumberedSender;
import io.penstock.broker.send.Preparation;
import io.penstock.broker.send.Producers;
import io.penstock.broker.send.Sender;
import io.penstock.broker.subscription.BacklogReader;
import io.penstock.broker.subscription.EngineFactory;
import io.penstock.broker.subscription.SubscriptionControl;
import io.penstock.broker.transaction.PreparedEnds;
import io.penstock.broker.transaction.Transactions;
import io.penstock.journal.JournalException;
import io.penstock.journal.log.Log;
import io.penstock.journal.log.LogOwner;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Builds all parts of one broker, each from those above it, before any of them starts; {@link #start} and {@link #stop}
 * say in which order they begin and end.
 */
final class BrokerAssembly {

    final BrokerOptions options;
    final Log log;
    final BrokerState state;
    final Availability availability;
    final Events events = new Events();
    final DestinationDeclarations destinations;
    final DestinationChanges changes;
    final SubscriptionDeclarations declarations;
    final TemporaryDestinations temporaries;
    final LocalRouting routing;
    final Replays replays;
    final BacklogReader backlogs;
    final SubscriptionControl consumers;
    final Sender sender;
    final Producers producers;
    final PreparedEnds prepared;
    final Transactions transactions;
    final Scheduler scheduler;
    final Browser browser;
    final NewestReader newest;
    final ProgressReader progress;
    final StatisticsReader statistics;
    final Operator operator;
    private final Backups backups;

    final Loops loops;
    private final SubscriptionLoops subscriptionLoops;
    private final BrokerRecovery recovery;
    private final RoutedLog routed;
    private final Limiter limiter;
    private final PartitionIds ids;
    final Timekeeper timekeeper;
    final AlertEngine alerts;
    final Timekeeper alertTimer;

    /**
     * Opens the log, and with it fills the state.
     *
     * @throws PenstockException.StorageUnusable if the directory, or what is in it, cannot be used
     */
    BrokerAssembly(BrokerOptions options, InstantSource clock, Function<LogOwner, Log> source, AlertStore alertStore) {
        this.options = options;
        boolean forced = options.durability() == Durability.SYNC;

        long maxHeap = Runtime.getRuntime().maxMemory();

        // What must not happen and did: nothing is accepted from there on.
        var failure = new AtomicReference<Throwable>();
        loops = new Loops(clock, Ticks.of(clock), failure::set);
        subscriptionLoops = new SubscriptionLoops(loops, forced, new ScheduledBound(maxHeap));
        var engines = new EngineFactory(subscriptionLoops::assign);
        state = BrokerState.empty(engines);
        recovery = new BrokerRecovery(state, engines);
        log = recovery.open(options.directory(), source);
        availability = new Availability(failure, log);

        var catalog = state.destinations();
        var subscriptions = state.subscriptions();
        var positions = new StartOffsets(log);
        var entries = new LogEntries(log, forced);
        ids = new PartitionIds(
                catalog,
                entries,
                state.guarantees().prepared(),
                new LogLeftovers(log),
                options.journal().maxPartitions(),
                catalog.nextPartitionId(),
                loops::isCaller);
        var declaring =
                new DeclarationLog(entries, ids, subscriptions.nextId(), new LaneBound(subscriptions.lanes(), maxHeap));
        destinations = new DestinationDeclarations(catalog, subscriptions, declaring);
        changes = new DestinationChanges(catalog, subscriptions, declaring, positions, loops::isCaller);
        declarations = new SubscriptionDeclarations(catalog, subscriptions, declaring, positions);
        temporaries = new TemporaryDestinations(catalog, subscriptions, log, declaring, options.cell());
        var rules = new RuleDeclarations(catalog, subscriptions, declaring, destinations, declarations);
        routing = new LocalRouting(catalog, declaring, destinations, rules);
        replays = new Replays(catalog, subscriptions, declaring, positions);
        backlogs = new BacklogReader(subscriptions, log);
        consumers = new SubscriptionControl(catalog, subscriptions, positions, backlogs);

        limiter = new Limiter(clock, options.maxSendWait());
        routed = new GuardedLog(log, catalog.routes(), options.journal().maxQueuedBytes());
        var messageRules = new MessageRules(options.maxMessageBytes());
        var preparation = new Preparation(log, catalog, messageRules, options.durability(), clock);
        routing.find(preparation::steps);
        sender = new Sender(preparation, routed, limiter, clock, loops::isCaller, options.maxTransactionBytes());
        var numbered = new NumberedSender(preparation, routed, limiter, catalog, clock, loops::isCaller);
        producers = new Producers(state.guarantees(), log, numbered, clock, forced);
        scheduler = new Scheduler(
                log, routed, catalog, state.timetable(), preparation, limiter, messageRules, clock, forced);
        prepared = new PreparedEnds(
                catalog, subscriptions, state.guarantees().prepared(), scheduler, log, routed, clock, limiter);
        transactions = openTransactions(preparation, positions, clock, forced);

        browser = new Browser(log, catalog, subscriptions);
        newest = new NewestReader(log);
        progress = new ProgressReader(log, subscriptions);
        statistics = new StatisticsReader(log, catalog, subscriptions, clock);
        backups = new Backups(log, clock);
        operator = openOperator(preparation, clock, forced);
        timekeeper = new Timekeeper(clock, List.of(scheduler, operator, limiter), failure::set);
        alerts = new AlertEngine(
                new LocalAlertSubjects(state, statistics, options.directory()), alertStore, events::raise, clock);
        alertTimer = new Timekeeper("penstock-alerts", clock, List.of(alerts), failure::set);
    }

    private Operator openOperator(Preparation preparation, InstantSource clock, boolean forced) {
        var catalog = state.destinations();
        var subscriptions = state.subscriptions();
        var told = new OperationEvents(events::raise, clock);
        var redriver = new Redriver(routed, catalog, subscriptions, preparation, limiter, told, clock, forced);
        return new Operator(
                catalog,
                subscriptions,
                state.operations(),
                log,
                changes,
                routing,
                browser,
                redriver,
                told,
                backups,
                clock,
                forced);
    }

    private Transactions openTransactions(
            Preparation preparation, StartOffsets positions, InstantSource clock, boolean forced) {
        return new Transactions(
                preparation,
                producers,
                prepared,
                limiter,
                state.destinations(),
                state.subscriptions(),
                positions,
                backlogs,
                scheduler,
                routed,
                clock,
                forced,
                options.maxTransactionBytes(),
                loops::requireMayWait);
    }

    BrokerHealth health() {
        return availability.health(
                state.destinations(),
                state.subscriptions(),
                scheduler.problems().summary(),
                timekeeper.problem());
    }

    /** Engines first, which take nothing from loops that do not run yet; the clock last. */
    void start() {
        recovery.startEngines(log, backlogs);
        var started = new WaitingAppend(true);
        started.addEntry(EntryCodec.encode(new Entry.Started()));
        try {
            started.write(log);
        } catch (PenstockException e) {
            loops.abandon();
            log.close();
            throw e;
        }
        alerts.restore();
        subscriptionLoops.start(routed, () -> log.failure() == null, destinations, events, alerts, this::engines);
        changes.finishGrowths();
        ids.recovered();
        timekeeper.start();
        alertTimer.start();
    }

    /** Stops the parts in the opposite order: whoever might ask for work ends before whoever would do it. */
    void stop() {
        if (loops.isCaller()) {
            // It may be asking this very loop.
            alertTimer.endSoon();
        } else {
            alertTimer.end();
        }
        timekeeper.end();
        backups.stop();
        limiter.close(state.destinations().destinations());
        temporaries.close();
        events.close();
        subscriptionLoops.release(engines());
        alerts.close();
        var last = new WaitingAppend(true);
        last.addEntry(EntryCodec.encode(new Entry.ShutDown()));
        try {
            last.write(log);
        } catch (PenstockException.Unavailable e) {
            // The log has failed before, and said so; without this mark the next start is only more careful.
        }
        if (loops.isCaller()) {
            loops.end();
            closeLog();
        } else {
            // The last checkpoint takes its part from each loop.
            closeLog();
            loops.end();
        }
        backups.awaitEnd();
    }

    private List<SubscriptionEngine> engines() {
        return state.destinations().destinations().stream()
                .flatMap(destination -> state.subscriptions().list(destination).stream())
                .toList();
    }

    private void closeLog() {
        try {
            log.close();
        } catch (JournalException e) {
            throw new PenstockException.Unavailable("The log did not close cleanly: " + e.getMessage(), e);
        }
    }
}
