package io.penstock.broker;

import io.penstock.BrokerEvent;
import io.penstock.Subscription;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * One subscription at work: its journaled progress, what it may hand out, and its consumers. A state machine without
 * thread, clock or file: everything happens in calls from its loop, except where a method says otherwise.
 */
final class SubscriptionEngine {

    private final int id;
    private final LocalDestination destination;
    private final LoopContext context;
    private final PartitionProgress[] progress;
    private final Counters counters = new Counters();
    private final DeathWatch deaths = new DeathWatch();
    private final Settler settler;
    private final HandOut handOut;
    private final Deliveries deliveries;
    private final Backlog backlog;
    private final Oldest oldest;
    private final ExpirySweep expiry;
    private final Signal[] arrivals;
    private final PartitionFeed[] feeds;
    private Function<PartitionLog, RecordView.Source> sources;
    private long[] suspectEnds;

    /** By partition: where it ends for this subscription; null for where the log ends. */
    private final long[] limits;

    /** Of incarnations of the log below it, nothing is left that was not to outlive them. */
    private int lapsedSettled;

    private LapsedSweep sweep;
    private boolean scheduled;
    private boolean paused;
    private Seek seek;
    private LocalReplay replay;

    /** Read by any thread. */
    private volatile Subscription declared;

    /** What is declared of its filter, parsed. */
    private volatile RecordFilter wanted;

    /** A queue's subscription that nobody has declared yet: what cannot change later may still be chosen. */
    private volatile boolean implicit;

    private volatile boolean started;

    SubscriptionEngine(
            int id,
            LocalDestination destination,
            Subscription declared,
            boolean implicit,
            long[] starts,
            long[] limits,
            LoopContext context) {
        this.id = id;
        this.destination = destination;
        this.declared = declared;
        wanted = RecordFilter.of(declared);
        this.implicit = implicit;
        this.limits = limits;
        this.context = context;
        progress = new PartitionProgress[destination.partitionCount()];
        for (int i = 0; i < progress.length; i++) {
            progress[i] = new PartitionProgress(i < starts.length ? starts[i] : 0);
        }
        arrivals = new Signal[progress.length];
        feeds = new PartitionFeed[progress.length];
        backlog = new Backlog(destination, progress);
        settler = new Settler(this, context, counters);
        handOut = new HandOut(this, context, counters);
        deliveries = new Deliveries(this, context, handOut, counters);
        oldest = new Oldest(progress, feeds, handOut);
        expiry = new ExpirySweep(this, context, handOut, progress, feeds);
    }

    int id() {
        return id;
    }

    String name() {
        return declared.name();
    }

    LocalDestination destination() {
        return destination;
    }

    Subscription declared() {
        return declared;
    }

    boolean isImplicit() {
        return implicit;
    }

    LoopContext context() {
        return context;
    }

    Settler settler() {
        return settler;
    }

    Deliveries deliveries() {
        return deliveries;
    }

    /** What it has not settled. */
    Backlog backlog() {
        return backlog;
    }

    Oldest oldest() {
        return oldest;
    }

    /** So many were thrown away for newer ones. */
    void discarded(Admission admission, int messages) {
        counters.discarded += messages;
        long now = context.nowMillis();
        long untold = admission.telling().add(now, messages);
        if (untold > 0) {
            context.raise(new BrokerEvent.MessagesDiscarded(Instant.ofEpochMilli(now), destination.name(), untold));
        }
    }

    /** They are not thrown away after all. */
    void keep(List<Place> places) {
        for (var place : places) {
            if (backlog.keep(place)) {
                feeds[place.partition()].unclaim(place.offset());
                handOut.activate(feeds[place.partition()]);
            }
        }
    }

    /**
     * Begins to serve, once recovery or declaration is complete.
     *
     * @param suspectEnds by partition: records below it may have been handed out by a process that died
     */
    void start(Function<PartitionLog, RecordView.Source> recordSources, long[] suspects) {
        sources = recordSources;
        suspectEnds = suspects;
        for (int i = 0; i < feeds.length; i++) {
            int partition = i;
            arrivals[i] = new Signal(context, () -> handOut.activate(feeds[partition]));
        }
        handOut.regroup();
        expiry.start(recordSources);
        openFeeds();
        started = true;
    }

    private void openFeeds() {
        PartitionFeed before = null;
        for (int i = 0; i < feeds.length; i++) {
            var replaced = feeds[i];
            feeds[i] = feed(destination.partition(i));
            if (before != null && before.number == feeds[i].number) {
                feeds[i].holding = before.holding;
            }
            if (replaced != null) {
                feeds[i].withheld().adopt(replaced.withheld());
            }
            before = feeds[i];
            handOut.activate(feeds[i]);
        }
    }

    private PartitionFeed feed(PartitionLog log) {
        int i = log.index();
        var records = sources.apply(log);
        var source = limits == null ? records : new ReplayedRecord.Source(records);
        long limit = limits == null ? Long.MAX_VALUE : limits[i];
        return switch (declared.ordering()) {
            case PARTITION -> new StrictFeed(log, wanted, progress[i], source, suspectEnds[i], limit);
            case KEY, GROUP ->
                new PartitionFeed(log, wanted, progress[i], source, new KeyGate(), suspectEnds[i], limit);
            case NONE -> new PartitionFeed(log, wanted, progress[i], source, null, suspectEnds[i], limit);
        };
    }

    /** Whether it is to have the record. Asked by any thread. */
    boolean isWanted(RecordView record) {
        return wanted.matches(record);
    }

    /** Another order is to be kept, or others are wanted: what was looked at before is looked at anew. */
    private void reopenFeeds() {
        for (var member : handOut.members().all()) {
            deliveries.giveBackUncounted(member);
        }
        for (var feed : feeds) {
            feed.close();
        }
        handOut.closed();
        openFeeds();
        expiry.restart();
    }

    boolean isDurable() {
        return declared.durable();
    }

    /** Records have been written to a partition. Told by any thread. */
    void written(int partition) {
        if (started) {
            arrivals[partition].raise();
        }
    }

    /** The only way in which journaled state changes, live and in recovery. */
    void apply(Entry.Progress entry) {
        if (entry instanceof Entry.Settled settled) {
            for (var ranges : settled.partitions()) {
                long[] bounds = ranges.bounds();
                for (int i = 0; i < bounds.length; i += 2) {
                    applySettled(ranges.partition(), bounds[i], bounds[i + 1]);
                }
            }
            destination.roomMade();
        } else if (entry instanceof Entry.Tried tried) {
            partition(tried.partition()).applyAttempts(tried.offset(), tried.attempts());
        } else if (entry instanceof Entry.Locked locked) {
            for (var ranges : locked.partitions()) {
                long[] bounds = ranges.bounds();
                for (int i = 0; i < bounds.length; i += 2) {
                    partition(ranges.partition()).applyLocked(bounds[i], bounds[i + 1], locked.locked());
                }
            }
        } else if (entry instanceof Entry.Sought sought) {
            for (int i = 0; i < sought.offsets().length; i++) {
                var at = partition(i);
                long before = at.settledCount();
                at.applySought(sought.offsets()[i]);
                backlog.sought(i, at.settledCount() - before);
            }
            destination.roomMade();
        } else if (entry instanceof Entry.LapsedSettled settled) {
            lapsedSettled = settled.incarnation();
        } else if (entry instanceof Entry.Paused change) {
            paused = change.paused();
            context.schedule(this);
        }
    }

    private void applySettled(int partition, long from, long to) {
        var at = partition(partition);
        for (long discarded : backlog.settling(partition, from, to)) {
            feeds[partition].claimSettled(discarded);
            handOut.activate(feeds[partition]);
        }
        long before = at.settledCount();
        at.applySettled(from, to);
        backlog.settled(partition, from, to, at.settledCount() - before);
    }

    private PartitionProgress partition(int index) {
        if (index >= progress.length) {
            throw new UnreadableEntryException("an entry names partition " + index + " of " + this + ", which has "
                    + progress.length + " partitions");
        }
        return progress[index];
    }

    /** Other policies hold from now on. Called by any thread; the progress stays. */
    void redeclared(Subscription subscription) {
        boolean reordered = subscription.ordering() != declared.ordering()
                || subscription.exclusive() != declared.exclusive()
                || !Objects.equals(subscription.filter(), declared.filter());
        declared = subscription;
        wanted = RecordFilter.of(subscription);
        implicit = false;
        if (reordered) {
            context.deliver(Call.of(this::reopenAsDeclared));
        }
    }

    private void reopenAsDeclared() {
        if (started) {
            handOut.regroup();
            reopenFeeds();
        }
    }

    /** False if the subscription is gone, with its last consumer or because it was removed. */
    boolean join(Member member) {
        if (destination.engine(name()) != this) {
            return false;
        }
        handOut.join(member);
        return true;
    }

    /** From any thread: when it returns, the member's handler is not called any more. */
    void leave(Member member) {
        context.callQuietly(() -> {
            if (!member.hasLeft()) {
                member.left();
                handOut.leave(member);
                deliveries.giveBackUncounted(member);
                if (endsWithItsConsumers() && handOut.members().size() == 0) {
                    destination.remove(this);
                }
            }
        });
    }

    /** That of a temporary queue is not durable either, but ends with the queue. */
    private boolean endsWithItsConsumers() {
        boolean isTheQueues = destination.declared().isQueue() && name().equals(destination.name());
        return !isDurable() && !isTheQueues;
    }

    /** Before a shutdown: nothing is handed out any more, everything comes back. */
    void releaseAll() {
        for (var member : handOut.members().all()) {
            member.left();
            handOut.leave(member);
            deliveries.giveBackUncounted(member);
        }
        if (replay != null) {
            replay.cancelled();
        }
        settler.flush();
        handOut.end(feeds);
    }

    boolean hasFilteredConsumers() {
        return handOut.members().hasFilters();
    }

    int consumers() {
        return handOut.members().size();
    }

    /** A message has become a dead letter. */
    void died() {
        var alert = declared.deadLetter().alert();
        long now = context.nowMillis();
        if (deaths.died(alert, now)) {
            context.raise(new BrokerEvent.DeadLettersRising(
                    Instant.ofEpochMilli(now), destination.name(), name(), alert.moreThan() + 1, alert));
        }
    }

    /** There may be something to hand out, or somebody to hand it to. */
    void wake() {
        context.schedule(this);
    }

    /** The loop has it in its list; true if it was not there before. */
    boolean scheduledNow() {
        boolean before = scheduled;
        scheduled = true;
        return !before;
    }

    void unscheduled() {
        scheduled = false;
    }

    /**
     * One round of the loop: journals what was settled, hands out what may be.
     *
     * @param serving false to hand out nothing; what was settled is journaled, or refused, all the same
     */
    void turn(boolean serving) {
        settler.flush();
        if (seek != null && handOut.isIdleBut(seek.own())) {
            seek.goOn();
        }
        if (sweep != null && serving && !sweep.goOn()) {
            sweep = null;
        }
        if (serving) {
            handOut.turn(!paused && seek == null);
            settler.flush();
            expiry.wake();
        }
        if (replay != null && Arrays.stream(feeds).allMatch(feed -> feed.waiting() == 0)) {
            replay.drained(counters.accepted);
        }
    }

    /** As for a delivery, of records that nobody holds: they were prepared by a process that has ended. */
    void unlocked(Entry.Settled settlement, boolean committed) {
        for (var ranges : settlement.partitions()) {
            var feed = feeds[ranges.partition()];
            long[] bounds = ranges.bounds();
            for (int i = 0; i < bounds.length; i += 2) {
                for (long offset = bounds[i]; offset < bounds[i + 1]; offset++) {
                    if (committed) {
                        counters.accepted++;
                        feed.claimSettled(offset);
                    } else {
                        feed.unlocked(offset);
                    }
                }
            }
            handOut.activate(feed);
        }
    }

    /** What is handed out of that partition now: another than of a delivery that was handed out before a seek. */
    PartitionFeed feed(int partition) {
        return feeds[partition];
    }

    /** Takes everything from the consumers and hands out nothing, until the end of the seek; there is no other one. */
    void begin(Seek begun) {
        seek = begun;
        handOut.members().all().forEach(deliveries::fence);
        context.schedule(this);
    }

    /** The subscription is at its new place. */
    void end() {
        seek = null;
        reopenFeeds();
    }

    /** The subscription stays where it is after all. */
    void goOnAsBefore() {
        seek = null;
        for (var feed : feeds) {
            handOut.activate(feed);
        }
    }

    boolean isSeeking() {
        return seek != null;
    }

    boolean isPaused() {
        return paused;
    }

    /** Ends where its limits say, and tells so; before it is started. */
    void replay(LocalReplay replaying) {
        replay = replaying;
    }

    /** What earlier incarnations of the log left of messages that were not to outlive them; after it is started. */
    void sweepLapsed(int incarnation) {
        int last = destination.volatileIncarnation();
        if (last > 0 && last < incarnation && last >= lapsedSettled) {
            sweep = new LapsedSweep(this, sources, incarnation);
            context.schedule(this);
        }
    }

    /** Answers questions, and lets go of what is redriven. Belongs to the loop as well. */
    Inventory inventory() {
        return new Inventory(
                id, destination, name(), progress, feeds, handOut, counters, paused, lapsedSettled, context);
    }

    @Override
    public String toString() {
        return "subscription '" + name() + "' of '" + destination.name() + "'";
    }
}
