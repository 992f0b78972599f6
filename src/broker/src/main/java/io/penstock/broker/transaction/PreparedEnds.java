package io.penstock.broker.transaction;

import io.penstock.PenstockException;
import io.penstock.broker.delivery.HeldDeliveries;
import io.penstock.broker.destination.Catalog;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.destination.RoutedAppend;
import io.penstock.broker.destination.RoutedLog;
import io.penstock.broker.entry.EngineBounds;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.EntryCodec;
import io.penstock.broker.entry.GlobalId;
import io.penstock.broker.entry.GuaranteeEntry;
import io.penstock.broker.guarantee.PreparedTransactions;
import io.penstock.broker.limit.Limiter;
import io.penstock.broker.limit.ReservedRoom;
import io.penstock.broker.loop.LoopCall;
import io.penstock.broker.loop.Outcomes;
import io.penstock.broker.loop.WaitingAppend;
import io.penstock.broker.schedule.ScheduleChange;
import io.penstock.broker.schedule.Scheduler;
import io.penstock.broker.send.GuaranteedAppend;
import io.penstock.broker.subscription.SubscriptionCatalog;
import io.penstock.journal.JournalException;
import io.penstock.journal.frame.Append;
import io.penstock.journal.log.Log;
import org.jboss.logging.Logger;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prepares transactions and brings them to their end. Both are forced whatever the broker's durability is: another
 * resource relies on it. Safe for any thread.
 */
public final class PreparedEnds {

    private static final Logger LOG = Logger.getLogger(PreparedEnds.class);

    private final Catalog catalog;
    private final SubscriptionCatalog subscriptions;
    private final Log log;
    private final RoutedLog routed;
    private final InstantSource clock;
    private final PreparedTransactions prepared;
    private final Scheduler scheduler;
    private final Limiter limiter;

    /** Deliveries of transactions that were prepared, or are being so, in this process. */
    private final Map<GlobalId, List<HeldDeliveries>> held = new ConcurrentHashMap<>();

    /** The room that prepared transactions have reserved in destinations with limits. */
    private final Map<GlobalId, ReservedRoom> rooms = new ConcurrentHashMap<>();

    /** The temporary destinations of this process that prepared transactions send to. */
    private final Map<GlobalId, Set<LocalDestination>> temporaries = new ConcurrentHashMap<>();

    /** Ends that are under way: one at a time for each transaction. */
    private final Map<GlobalId, CompletableFuture<Void>> ending = new ConcurrentHashMap<>();

    public PreparedEnds(
            Catalog catalog,
            SubscriptionCatalog subscriptions,
            PreparedTransactions prepared,
            Scheduler scheduler,
            Log log,
            RoutedLog routed,
            InstantSource clock,
            Limiter limiter) {
        this.catalog = catalog;
        this.subscriptions = subscriptions;
        this.log = log;
        this.routed = routed;
        this.clock = clock;
        this.limiter = limiter;
        this.prepared = prepared;
        this.scheduler = scheduler;
        for (var entry : prepared.asEntries()) {
            if (entry instanceof GuaranteeEntry.Prepared waiting) {
                var demand = new GuaranteedAppend(items(waiting)).demand();
                rooms.put(waiting.id(), ReservedRoom.forced(demand));
            }
        }
    }

    CompletableFuture<Void> prepare(
            GlobalId id,
            List<GuaranteedAppend.Item> sends,
            List<HeldDeliveries> shares,
            List<ScheduleChange> schedules) {
        for (var item : sends) {
            if (item.producer() != null) {
                throw new PenstockException.InvalidConfiguration("Numbered messages of producer '"
                        + item.producer().id() + "' cannot be prepared: until the end of the transaction nobody could"
                        + " say which number is next. Commit in one step, or send without a producer.");
            }
        }
        boolean isMine = held.putIfAbsent(id, shares) == null;
        if (!isMine || prepared.find(id) != null) {
            if (isMine) {
                held.remove(id);
            }
            throw new PenstockException.Conflict("A transaction is prepared as " + id + " already.");
        }
        var result = new CompletableFuture<Void>();
        HeldDeliveries.reserve(shares).whenComplete((done, failure) -> {
            if (failure == null) {
                write(id, sends, shares, schedules, result);
            } else {
                held.remove(id);
                result.completeExceptionally(PenstockException.causeOf(failure));
            }
        });
        return result;
    }

    private void write(
            GlobalId id,
            List<GuaranteedAppend.Item> sends,
            List<HeldDeliveries> shares,
            List<ScheduleChange> schedules,
            CompletableFuture<Void> result) {
        var settlements =
                shares.stream().flatMap(share -> share.settlements().stream()).toArray(Entry.Settled[]::new);
        var messages = sends.stream()
                .map(item -> new GuaranteeEntry.PreparedSend(item.to().id(), item.record(), item.unique()))
                .toArray(GuaranteeEntry.PreparedSend[]::new);
        var changes = schedules.stream().map(ScheduleChange::kept).toArray(Entry.Scheduling[]::new);
        var entry = new GuaranteeEntry.Prepared(id, Math.max(0, clock.millis()), messages, settlements, changes);
        var append = new Preparing(id, shares, result);
        if (!prepared.hasRoomFor(entry)) {
            append.refuse(new PenstockException.Overloaded("The transaction was not prepared: "
                    + PreparedTransactions.MAX_PREPARED + " others, or messages of "
                    + PreparedTransactions.MAX_PREPARED_BYTES + " bytes, wait for their end. End some of those."));
            return;
        }
        if (!hasRoomFor(schedules)) {
            append.refuse(
                    new PenstockException.Overloaded("The transaction was not prepared: with the schedules that it"
                            + " and others declare there would be more than " + EngineBounds.SCHEDULES
                            + ". Cancel some, or end some transactions."));
            return;
        }
        try {
            temporaries.put(id, temporaries(sends));
            rooms.put(id, limiter.promise(new GuaranteedAppend(sends).demand()));
            append.addEntry(EntryCodec.encode(entry));
            locks(settlements, true).forEach(lock -> append.addEntry(EntryCodec.encode(lock)));
            shares.forEach(share -> share.tries().forEach(tried -> append.addEntry(EntryCodec.encode(tried))));
            log.append(append);
        } catch (JournalException.TooLarge e) {
            append.refuse(new PenstockException.InvalidMessage(
                    "The transaction does not fit into the log: " + e.getMessage()));
        } catch (RuntimeException e) {
            append.refuse(e);
        }
    }

    private static Set<LocalDestination> temporaries(List<GuaranteedAppend.Item> sends) {
        return sends.stream()
                .map(item -> item.to().destination())
                .filter(LocalDestination::isTemporary)
                .collect(Collectors.toUnmodifiableSet());
    }

    private boolean hasRoomFor(List<ScheduleChange> changes) {
        long declared =
                changes.stream().filter(change -> change.declared() != null).count();
        return declared == 0 || scheduler.size() + prepared.schedules() + declared <= EngineBounds.SCHEDULES;
    }

    private static List<Entry.Locked> locks(Entry.Settled[] settlements, boolean locked) {
        var locks = new ArrayList<Entry.Locked>();
        for (var settled : settlements) {
            locks.add(new Entry.Locked(settled.subscription(), locked, settled.partitions()));
        }
        return locks;
    }

    private final class Preparing extends Append {

        private final GlobalId id;
        private final List<HeldDeliveries> shares;
        private final CompletableFuture<Void> result;

        private Preparing(GlobalId id, List<HeldDeliveries> shares, CompletableFuture<Void> result) {
            super(true);
            this.id = id;
            this.shares = shares;
            this.result = result;
        }

        /** Whether it may use the space that is kept free: no, because it will become records. */
        @Override
        public boolean mayUseReserve() {
            return false;
        }

        @Override
        public void durable() {
            result.complete(null);
        }

        @Override
        public void failed(JournalException cause) {
            refuse(Outcomes.refused(cause));
        }

        private void refuse(RuntimeException cause) {
            held.remove(id);
            temporaries.remove(id);
            letGo(id);
            shares.forEach(HeldDeliveries::undo);
            result.completeExceptionally(cause);
        }
    }

    /** Ends a prepared transaction, and waits for storage. */
    public void end(GlobalId id, boolean commit) {
        var mine = new CompletableFuture<Void>();
        for (var other = ending.putIfAbsent(id, mine); other != null; other = ending.putIfAbsent(id, mine)) {
            other.join();
        }
        try {
            var waiting = prepared.find(id);
            if (waiting == null) {
                answer(id, commit);
            } else {
                end(waiting, commit);
            }
        } finally {
            ending.remove(id, mine);
            mine.complete(null);
        }
    }

    /** Answers for a transaction that has ended before, perhaps: then it must have ended in this way. */
    private void answer(GlobalId id, boolean commit) {
        var committed = prepared.outcome(id);
        if (committed == null) {
            throw new PenstockException.UnknownTransaction(
                    "No transaction is prepared as " + id + ", and no end of one is known.");
        }
        if (committed != commit) {
            throw new PenstockException.Conflict("The transaction that was prepared as " + id + " was "
                    + (committed ? "committed" : "rolled back") + " before.");
        }
    }

    private void end(GuaranteeEntry.Prepared waiting, boolean commit) {
        var sends = new GuaranteedAppend(commit ? items(waiting) : List.of());
        for (var other = sends.claim(clock.millis()); other != null; other = sends.claim(clock.millis())) {
            other.place.handle((place, failure) -> null).join();
        }
        try {
            if (commit && waiting.schedules().length > 0) {
                var changes = Stream.of(waiting.schedules()).map(ScheduleChange::of);
                scheduler.changeAsPromised(changes.toList(), entries -> write(waiting, true, sends, entries));
            } else {
                write(waiting, commit, sends, List.of());
            }
        } catch (RuntimeException e) {
            sends.refused(e);
            throw e;
        }
        letGo(waiting.id());
        temporaries.remove(waiting.id());
        tell(waiting, commit);
    }

    private void write(GuaranteeEntry.Prepared waiting, boolean commit, GuaranteedAppend sends, List<Entry> schedules) {
        var append = new Ending(waiting, commit, sends, schedules);
        routed.appendAndWait(append);
        append.requireWritten();
        sends.sent(append);
    }

    private void letGo(GlobalId id) {
        var room = rooms.remove(id);
        if (room != null) {
            room.happened();
        }
    }

    private List<GuaranteedAppend.Item> items(GuaranteeEntry.Prepared waiting) {
        var items = new ArrayList<GuaranteedAppend.Item>();
        for (var send : waiting.sends()) {
            var to = catalog.partition(send.partitionId());
            if (to == null || isOfAnother(to.destination(), waiting.id())) {
                LOG.warnf(
                        "A message of the prepared transaction %s is left out: its destination was deleted, or was a"
                                + " temporary one that has ended (partition %d).",
                        waiting.id(), send.partitionId());
            } else {
                items.add(new GuaranteedAppend.Item(to, send.record(), send.id(), null, 0));
            }
        }
        return items;
    }

    /** Whether the temporary destination has a partition that another had when the transaction was prepared. */
    private boolean isOfAnother(LocalDestination destination, GlobalId id) {
        return destination.isTemporary()
                && !temporaries.getOrDefault(id, Set.of()).contains(destination);
    }

    private void tell(GuaranteeEntry.Prepared ended, boolean commit) {
        var shares = held.remove(ended.id());
        if (shares != null) {
            shares.forEach(commit ? HeldDeliveries::happened : HeldDeliveries::released);
            return;
        }
        for (var settled : ended.settlements()) {
            var engine = subscriptions.find(settled.subscription());
            if (engine != null) {
                engine.loop().deliver(LoopCall.of(engine, () -> engine.unlocked(settled, commit)));
            }
        }
    }

    public void forget(GlobalId id) {
        if (prepared.outcome(id) != null) {
            var append = new WaitingAppend(true);
            append.addEntry(EntryCodec.encode(new GuaranteeEntry.Forgotten(id)));
            append.write(log);
        }
    }

    /** What a prepared transaction promised, with the entry that it has ended. */
    private final class Ending extends RoutedAppend {

        private final GuaranteeEntry.Prepared waiting;
        private final boolean commit;
        private final GuaranteedAppend sends;
        private final List<Entry> schedules;
        private PenstockException failure;

        private Ending(GuaranteeEntry.Prepared waiting, boolean commit, GuaranteedAppend sends, List<Entry> schedules) {
            super(true);
            this.waiting = waiting;
            this.commit = commit;
            this.sends = sends;
            this.schedules = schedules;
        }

        @Override
        protected boolean route() {
            sends.addTo(this, Math.max(0, clock.millis()));
            for (var settled : waiting.settlements()) {
                addEntry(EntryCodec.encode(
                        commit ? settled : new Entry.Locked(settled.subscription(), false, settled.partitions())));
            }
            schedules.forEach(change -> addEntry(EntryCodec.encode(change)));
            addEntry(EntryCodec.encode(new GuaranteeEntry.Resolved(waiting.id(), commit)));
            return true;
        }

        private void requireWritten() {
            if (failure != null) {
                throw failure;
            }
        }

        /** Whether it may use the space that is kept free: yes, because it was promised. */
        @Override
        public boolean mayUseReserve() {
            return true;
        }

        @Override
        public boolean isOfStored() {
            return true;
        }

        @Override
        public void durable() {
            // The caller that ends the transaction learns it when its call returns.
        }

        @Override
        public void failed(JournalException cause) {
            failure = Outcomes.refused(cause);
        }
    }
}
