package io.penstock.broker.operation;

import io.penstock.BackupContent;
import io.penstock.BackupTarget;
import io.penstock.DeadLetterRequest;
import io.penstock.OperationKind;
import io.penstock.OperationRecord;
import io.penstock.Operations;
import io.penstock.PenstockException;
import io.penstock.RedriveRequest;
import io.penstock.RedriveResult;
import io.penstock.broker.declaration.DestinationChanges;
import io.penstock.broker.declaration.LocalRouting;
import io.penstock.broker.destination.Catalog;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.entry.EngineBounds;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.EntryCodec;
import io.penstock.broker.entry.StoredOperation;
import io.penstock.broker.loop.Alarms;
import io.penstock.broker.loop.Timekeeper;
import io.penstock.broker.loop.WaitingAppend;
import io.penstock.broker.subscription.SubscriptionCatalog;
import io.penstock.journal.log.Log;
import org.jboss.logging.Logger;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Runs operations that were begun by hand, one step at a time, and journals who asked for them. A running operation is
 * state: after a restart it goes on where it was, since dead letters that are done have left their queue.
 */
public final class Operator implements Operations, Timekeeper.Task {

    private static final Logger LOG = Logger.getLogger(Operator.class);

    /** The time after which a step is tried again that failed for a full disk or a partition that is offline. */
    private static final long RETRY_MILLIS = 5_000;

    private final Catalog catalog;
    private final SubscriptionCatalog subscriptions;
    private final OperationLog operations;
    private final Log log;
    private final DestinationChanges changes;
    private final LocalRouting routing;
    private final Browser browser;
    private final Redriver redriver;
    private final OperationEvents events;
    private final Backups backups;
    private final InstantSource clock;
    private final boolean forced;
    private final Map<Long, Work> works = new HashMap<>();
    private Runnable wake = () -> {};

    public Operator(
            Catalog catalog,
            SubscriptionCatalog subscriptions,
            OperationLog operations,
            Log log,
            DestinationChanges changes,
            LocalRouting routing,
            Browser browser,
            Redriver redriver,
            OperationEvents events,
            Backups backups,
            InstantSource clock,
            boolean forced) {
        this.catalog = catalog;
        this.subscriptions = subscriptions;
        this.operations = operations;
        this.log = log;
        this.changes = changes;
        this.routing = routing;
        this.browser = browser;
        this.redriver = redriver;
        this.events = events;
        this.backups = backups;
        this.clock = clock;
        this.forced = forced;
    }

    /** What is known of a running operation and need not survive a restart. */
    private static final class Work {

        private final DeadLetterCursor letters;
        private boolean inForeground;
        private long retryAt;
        private long beginsAt;

        private Work(StoredOperation operation, DeadLetterCursor letters, boolean inForeground) {
            this.letters = letters;
            this.inForeground = inForeground;
            beginsAt = operation.startedMillis() + operation.delayMillis();
        }
    }

    @Override
    public void wakeBy(Runnable action) {
        wake = action;
    }

    @Override
    public OperationRecord redrive(DeadLetterRequest request) {
        Objects.requireNonNull(request, "request");
        var started = start(OperationKind.REDRIVE, request, false);
        wake.run();
        return started.record();
    }

    @Override
    public OperationRecord discard(DeadLetterRequest request) {
        Objects.requireNonNull(request, "request");
        var started = start(OperationKind.DISCARD, request, false);
        wake.run();
        return started.record();
    }

    /**
     * Redrives as {@link #redrive(DeadLetterRequest)} does, in the caller's thread; the operation is over when this
     * returns.
     */
    public RedriveResult redriveNow(RedriveRequest request) {
        var letters = DeadLetterRequest.all(request.deadLetterQueue(), request.actor())
                .messageIds(request.messageIds())
                .filter(request.filter())
                .limit(request.limit())
                .reason(request.reason())
                .build();
        if (request.dryRun()) {
            return new RedriveResult((int) count(letters), 0);
        }
        var done = redriveNow(letters);
        return new RedriveResult((int) (done.messages() + done.left()), (int) done.messages());
    }

    private OperationRecord redriveNow(DeadLetterRequest request) {
        var operation = start(OperationKind.REDRIVE, request, true);
        try {
            while (step(operation.id())) {
                // The lock is free between steps, so that others have their turn.
            }
        } catch (PenstockException e) {
            goOnInBackground(operation.id());
            throw e;
        }
        return operations.find(operation.id()).record();
    }

    private synchronized void goOnInBackground(long id) {
        var work = works.get(id);
        if (work != null) {
            work.inForeground = false;
            wake.run();
        }
    }

    private synchronized StoredOperation start(OperationKind kind, DeadLetterRequest request, boolean inForeground) {
        var queue = requireQueue(request.queue());
        int running = operations.running().size();
        if (running >= EngineBounds.OPERATIONS_RUNNING) {
            throw new PenstockException.Overloaded(
                    running + " operations go on already: wait until one of them is over, or stop it.");
        }
        var operation =
                StoredOperation.ofLetters(operations.nextId(), kind, clock.millis(), request, queue.endOffsets());
        works.put(operation.id(), new Work(operation, letters(operation, queue), inForeground));
        try {
            write(new Entry.OperationNoted(operation));
        } catch (PenstockException e) {
            works.remove(operation.id());
            throw e;
        }
        return operation;
    }

    private DeadLetterCursor letters(StoredOperation operation, LocalDestination queue) {
        return new DeadLetterCursor(
                operation.letters(), queue, subscriptions, operation.ends(), operation.done(), browser);
    }

    private LocalDestination requireQueue(String name) {
        var queue = catalog.require(name);
        if (!queue.declared().isQueue()) {
            throw new PenstockException.Conflict("'" + name + "' is a topic: dead letters lie in queues. Name the queue"
                    + " that its subscription's policy names.");
        }
        return queue;
    }

    @Override
    public long count(DeadLetterRequest request) {
        Objects.requireNonNull(request, "request");
        var queue = requireQueue(request.queue());
        var letters = new DeadLetterCursor(request, queue, subscriptions, queue.endOffsets(), 0, browser);
        while (!letters.isOver()) {
            letters.next(DeadLetterCursor.PAGE);
        }
        return letters.matched();
    }

    @Override
    public synchronized OperationRecord purge(String destinationName, String subscription, String actor) {
        DeadLetterRequest.requireActor(actor);
        Objects.requireNonNull(destinationName, "destination");
        var destination = catalog.require(destinationName);
        if (subscription == null && !destination.declared().isQueue()) {
            throw new PenstockException.Conflict(
                    "'" + destinationName + "' is a topic, which keeps its messages for all"
                            + " that read it: purge one of its subscriptions, or let its retention remove them.");
        }
        var engine = subscriptions.require(destination, subscription == null ? destinationName : subscription);
        var purge = engine.loop().ask(engine::purge);
        var operation = StoredOperation.finished(
                operations.nextId(),
                OperationKind.PURGE,
                clock.millis(),
                actor,
                destinationName,
                engine.name(),
                purge.messages(),
                purge.held());
        try {
            var append = new WaitingAppend(forced);
            if (engine.isDurable() && purge.messages() > 0) {
                append.addEntry(EntryCodec.encode(purge.settled()));
            }
            append.addEntry(EntryCodec.encode(new Entry.OperationNoted(operation)));
            append.write(log);
        } finally {
            engine.loop().callQuietly(purge::end);
        }
        events.ended(operation);
        return operation.record();
    }

    @Override
    public synchronized OperationRecord delete(String destination, boolean force, String actor) {
        DeadLetterRequest.requireActor(actor);
        Objects.requireNonNull(destination, "destination");
        var operation = catalog.routing().exchange(destination) != null
                ? routing.deleteExchange(destination, () -> deleted(destination, 0, actor))
                : changes.delete(destination, force, (messages, consumers) -> deleted(destination, messages, actor));
        events.ended(operation);
        return operation.record();
    }

    private StoredOperation deleted(String destination, long messages, String actor) {
        return StoredOperation.finished(
                operations.nextId(), OperationKind.DELETE, clock.millis(), actor, destination, "", messages, 0);
    }

    @Override
    public List<OperationRecord> list() {
        return operations.all().stream().map(StoredOperation::record).toList();
    }

    @Override
    public Optional<OperationRecord> find(long id) {
        return Optional.ofNullable(operations.find(id)).map(StoredOperation::record);
    }

    @Override
    public synchronized Optional<OperationRecord> stop(long id) {
        var operation = operations.find(id);
        if (operation != null && operation.isRunning()) {
            end(operation, works.get(id));
        }
        return find(id);
    }

    @Override
    public CompletionStage<BackupContent> backup(BackupTarget target) {
        return backups.begin(Objects.requireNonNull(target, "target"));
    }

    private void end(StoredOperation operation, Work work) {
        long left = work == null ? 0 : work.letters.left();
        write(new Entry.OperationEnded(operation.id(), Math.max(1, clock.millis()), left));
        works.remove(operation.id());
        events.ended(operations.find(operation.id()));
    }

    private void write(Entry entry) {
        var append = new WaitingAppend(forced);
        append.addEntry(EntryCodec.encode(entry));
        append.write(log);
    }

    /** Runs one step of each operation that goes on, and returns when there is more to do. */
    @Override
    public long turn() {
        long next = Alarms.NEVER;
        for (var operation : operations.running()) {
            next = Math.min(next, turn(operation.id()));
        }
        return next;
    }

    private synchronized long turn(long id) {
        long now = clock.millis();
        try {
            return turn(id, now);
        } catch (RuntimeException | StackOverflowError e) {
            // Whatever it is concerns this operation: the others go on.
            LOG.warnf(
                    "Operation %d cannot go on and is tried again: %s",
                    id, e instanceof PenstockException ? e.getMessage() : e);
            var work = works.get(id);
            if (work != null) {
                work.retryAt = now + RETRY_MILLIS;
            }
            return now + RETRY_MILLIS;
        }
    }

    private long turn(long id, long now) {
        var work = work(id);
        if (work == null || work.inForeground) {
            return Alarms.NEVER;
        }
        // A clock that was set back must not make a retry, or a beginning, wait for what was once now.
        work.retryAt = Math.min(work.retryAt, now + RETRY_MILLIS);
        work.beginsAt = Math.min(work.beginsAt, now + operations.find(id).delayMillis());
        long due = Math.max(Math.max(work.retryAt, work.beginsAt), work.letters.nextMillis(now));
        if (due > now) {
            return due;
        }
        return step(id) ? Math.max(now, work.letters.nextMillis(now)) : Alarms.NEVER;
    }

    /** The state of a running operation; null if it is over, or has just been ended because its queue is gone. */
    private Work work(long id) {
        var operation = operations.find(id);
        if (operation == null || !operation.isRunning()) {
            works.remove(id);
            return null;
        }
        var queue = catalog.find(operation.destination());
        var known = works.get(id);
        if (queue == null
                || queue.partitionCount() < operation.ends().length
                || known != null && known.letters.queue() != queue) {
            end(operation, known);
            return null;
        }
        return works.computeIfAbsent(id, each -> new Work(operation, letters(operation, queue), false));
    }

    /** Runs one step of an operation. The result is true if there is more to do. */
    private synchronized boolean step(long id) {
        var work = work(id);
        if (work == null) {
            return false;
        }
        var operation = operations.find(id);
        var letters = work.letters;
        var place = letters.place();
        var found = letters.next(letters.allowed(clock.millis()));
        var taken = redriver.take(operation, letters.queue(), found);
        if (taken.stop() != null) {
            letters.back(place, taken.letters());
            throw taken.stop();
        }
        letters.notDone(found.size() - taken.letters());
        if (letters.isOver()) {
            end(operation, work);
            return false;
        }
        return true;
    }

    @Override
    public String toString() {
        return "operations";
    }
}
