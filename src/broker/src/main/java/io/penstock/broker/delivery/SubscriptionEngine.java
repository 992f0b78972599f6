package io.penstock.broker.delivery;

import io.penstock.BrokerEvent;
import io.penstock.PenstockException;
import io.penstock.Subscription;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.destination.PartitionLog;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.feed.FeedOwner;
import io.penstock.broker.feed.PartitionFeed;
import io.penstock.broker.limit.Waiting;
import io.penstock.broker.loop.LoopCall;
import io.penstock.broker.loop.LoopContext;
import io.penstock.broker.loop.LoopWork;
import io.penstock.broker.record.RecordFilter;
import io.penstock.broker.record.RecordView;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One subscription at work: its journaled progress, what it may hand out, and its consumers. A state machine without
 * thread, clock or file: everything happens in calls from its loop, except where a method says otherwise.
 */
public final class SubscriptionEngine implements LoopWork, FeedOwner {

    private final int id;
    private final LocalDestination destination;
    private final SubscriptionContext context;
    private final LoopContext loop;

    /** Is told when the last consumer of a subscription has left that ends with its consumers. */
    private final Consumer<SubscriptionEngine> ended;

    private final Counters counters = new Counters();
    private final DeathWatch deaths = new DeathWatch();
    private final Settler settler;
    private final HandOut handOut;
    private final Deliveries deliveries;
    private final Backlog backlog;
    private final OldestMessages oldest;
    private final Waiting waiting;
    private final ExpirySweep expiry;
    private final PartitionFeeds feeds;

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

    /** Whether it was removed. */
    private volatile boolean gone;

    public SubscriptionEngine(
            int id,
            LocalDestination destination,
            Subscription declared,
            boolean implicit,
            long[] starts,
            long[] limits,
            SubscriptionContext context,
            Consumer<SubscriptionEngine> ended) {
        this.id = id;
        this.destination = destination;
        this.declared = declared;
        wanted = RecordFilter.of(declared);
        this.implicit = implicit;
        this.context = context;
        this.ended = ended;
        loop = context.loop();
        feeds = new PartitionFeeds(this, loop, starts, limits);
        backlog = new Backlog(destination, feeds.progress());
        settler = new Settler(this, context, counters);
        handOut = new HandOut(this, context, counters);
        deliveries = new Deliveries(this, context, handOut, counters);
        oldest = new OldestMessages(feeds.progress(), feeds.all(), handOut);
        waiting = new SheddableMessages(this, context, backlog, oldest, counters);
        expiry = new ExpirySweep(this, loop, handOut, feeds.progress(), feeds.all());
    }

    public int id() {
        return id;
    }

    public String name() {
        return declared.name();
    }

    public LocalDestination destination() {
        return destination;
    }

    public Subscription declared() {
        return declared;
    }

    public boolean isImplicit() {
        return implicit;
    }

    public LoopContext loop() {
        return loop;
    }

    public Settler settler() {
        return settler;
    }

    Deliveries deliveries() {
        return deliveries;
    }

    /** What it has not settled. */
    public Backlog backlog() {
        return backlog;
    }

    /** What it has not settled, for the limits of its destination. */
    public Waiting waiting() {
        return waiting;
    }

    /**
     * Begins to serve, once recovery or declaration is complete.
     *
     * @param suspectEnds by partition: records below it may have been handed out by a process that died
     */
    public void start(Function<PartitionLog, RecordView.Source> recordSources, long[] suspects) {
        feeds.start(recordSources, suspects);
        handOut.regroup();
        expiry.start(recordSources);
        feeds.open();
        started = true;
    }

    /** The destination has grown, or is done with it: what came by its new routes is not handed out before. */
    public void grow() {
        int before = feeds.grow();
        if (feeds.all().length > before) {
            backlog.grow(feeds.progress());
            oldest.grow(feeds.progress(), feeds.all());
            expiry.grow(feeds.progress(), feeds.all());
        }
        if (started) {
            expiry.open(before, feeds.sources());
            handOut.grow(feeds.width());
            feeds.openNew(before);
        }
    }

    /** Somebody asks who knows already that the destination has grown. */
    private void catchUp() {
        if (feeds.isBehind()) {
            grow();
        }
    }

    /** Much has been settled that nobody had: what waits for it is looked at again. */
    void recallMoved() {
        feeds.recallMoved();
    }

    @Override
    public void activate(PartitionFeed feed) {
        handOut.activate(feed);
    }

    @Override
    public boolean holdsBelow(PartitionFeed feed, long offset) {
        return handOut.held().stream().anyMatch(held -> held.feed == feed && held.offset < offset);
    }

    /** What is declared of its filter, parsed. */
    RecordFilter wanted() {
        return wanted;
    }

    /** Whether it is to have the record. Asked by any thread. */
    public boolean isWanted(RecordView record) {
        return wanted.matches(record);
    }

    /** Another order is to be kept, or others are wanted: what was looked at before is looked at anew. */
    private void reopenFeeds() {
        for (var member : handOut.members().all()) {
            deliveries.giveBackUncounted(member);
        }
        feeds.close();
        handOut.closed();
        feeds.open();
        expiry.restart();
    }

    public boolean isDurable() {
        return declared.durable();
    }

    /** Records have been written to a partition. Told by any thread. */
    public void written(int partition) {
        if (started) {
            feeds.written(partition);
        }
    }

    /** The only way in which journaled state changes, live and in recovery. */
    public void apply(Entry.Progress entry) {
        if (entry instanceof Entry.Settled settled) {
            for (var ranges : settled.partitions()) {
                long[] bounds = ranges.bounds();
                for (int i = 0; i < bounds.length; i += 2) {
                    applySettled(ranges.partition(), bounds[i], bounds[i + 1]);
                }
            }
            destination.roomMade();
        } else if (entry instanceof Entry.Tried tried) {
            feeds.progress(tried.partition()).applyAttempts(tried.offset(), tried.attempts());
        } else if (entry instanceof Entry.Locked locked) {
            for (var ranges : locked.partitions()) {
                long[] bounds = ranges.bounds();
                for (int i = 0; i < bounds.length; i += 2) {
                    feeds.progress(ranges.partition()).applyLocked(bounds[i], bounds[i + 1], locked.locked());
                }
            }
        } else if (entry instanceof Entry.Sought sought) {
            for (int i = 0; i < sought.offsets().length; i++) {
                var at = feeds.progress(i);
                long before = at.settledCount();
                at.applySought(sought.offsets()[i]);
                backlog.sought(i, at.settledCount() - before);
            }
            destination.roomMade();
        } else if (entry instanceof Entry.LapsedSettled settled) {
            lapsedSettled = settled.incarnation();
        } else if (entry instanceof Entry.Paused change) {
            paused = change.paused();
            loop.schedule(this);
        }
    }

    private void applySettled(int partition, long from, long to) {
        var at = feeds.progress(partition);
        for (long discarded : backlog.settling(partition, from, to)) {
            feeds.get(partition).claimSettled(discarded);
            handOut.activate(feeds.get(partition));
        }
        long before = at.settledCount();
        at.applySettled(from, to);
        backlog.settled(partition, from, to, at.settledCount() - before);
    }

    /** Other policies hold from now on. Called by any thread; the progress stays. */
    public void redeclared(Subscription subscription) {
        boolean reordered = subscription.ordering() != declared.ordering()
                || subscription.exclusive() != declared.exclusive()
                || !Objects.equals(subscription.filter(), declared.filter());
        declared = subscription;
        wanted = RecordFilter.of(subscription);
        implicit = false;
        if (reordered) {
            loop.deliver(LoopCall.of(this::reopenAsDeclared));
        }
    }

    private void reopenAsDeclared() {
        if (started) {
            handOut.regroup();
            reopenFeeds();
        }
    }

    /** False if the subscription is gone, with its last consumer or because it was removed. */
    public boolean join(Member member) {
        if (gone) {
            return false;
        }
        handOut.join(member);
        return true;
    }

    void gone() {
        gone = true;
    }

    /** Whether it was removed. From any thread. */
    public boolean isGone() {
        return gone;
    }

    /** From any thread: when it returns, the member's handler is not called any more. */
    void leave(Member member) {
        loop.callQuietly(() -> {
            if (!member.hasLeft()) {
                member.left();
                handOut.leave(member);
                deliveries.giveBackUncounted(member);
                if (endsWithItsConsumers() && handOut.members().size() == 0) {
                    ended.accept(this);
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
    public void releaseAll() {
        for (var member : handOut.members().all()) {
            member.left();
            handOut.leave(member);
            deliveries.giveBackUncounted(member);
        }
        if (replay != null) {
            replay.cancelled();
        }
        settler.flush();
        handOut.end(feeds.all());
    }

    public boolean hasFilteredConsumers() {
        return handOut.members().hasFilters();
    }

    public int consumers() {
        return handOut.members().size();
    }

    /** A message has become a dead letter. */
    void died() {
        var alert = declared.deadLetter().alert();
        long now = loop.nowMillis();
        if (deaths.died(alert, now)) {
            context.raise(new BrokerEvent.DeadLettersRising(
                    Instant.ofEpochMilli(now), destination.name(), name(), alert.moreThan() + 1, alert));
        }
    }

    /** Has an entry of its own journaled, applied, and its outcome told. */
    void decide(Entry.Progress entry, Decision.Outcome outcome) {
        context.decide(new Decision(this, context.forcesSettlements(), List.of(entry), List.of(), outcome));
    }

    /** There may be something to hand out, or somebody to hand it to. */
    void wake() {
        loop.schedule(this);
    }

    @Override
    public boolean scheduledNow() {
        boolean before = scheduled;
        scheduled = true;
        return !before;
    }

    @Override
    public void unscheduled() {
        scheduled = false;
    }

    /** Journals what was settled, hands out what may be. */
    @Override
    public void turn(boolean serving) {
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
        if (replay != null && feeds.areDrained()) {
            replay.drained(counters.accepted);
        }
    }

    @Override
    public void abandon(PenstockException cause) {
        settler.abandon(cause);
    }

    /** As for a delivery, of records that nobody holds: they were prepared by a process that has ended. */
    public void unlocked(Entry.Settled settlement, boolean committed) {
        long records = feeds.unlocked(settlement, committed);
        counters.accepted += committed ? records : 0;
    }

    /** What is handed out of that partition now: another than of a delivery that was handed out before a seek. */
    @Override
    public PartitionFeed feed(int partition) {
        return feeds.get(partition);
    }

    /** Of all partitions that it knows of. */
    PartitionFeed[] feeds() {
        return feeds.all();
    }

    /** Takes everything from the consumers and hands out nothing, until the end of the seek; there is no other one. */
    void begin(Seek begun) {
        catchUp();
        seek = begun;
        handOut.members().all().forEach(deliveries::fence);
        loop.schedule(this);
    }

    /** The subscription is at its new place. */
    void end() {
        seek = null;
        reopenFeeds();
    }

    /** The subscription stays where it is after all. */
    void goOnAsBefore() {
        seek = null;
        for (var feed : feeds.all()) {
            handOut.activate(feed);
        }
    }

    boolean isSeeking() {
        return seek != null;
    }

    public boolean isPaused() {
        return paused;
    }

    /** Ends where its limits say, and tells so; before it is started. */
    public void replay(LocalReplay replaying) {
        replay = replaying;
    }

    /** What earlier incarnations of the log left of messages that were not to outlive them; after it is started. */
    public void sweepLapsed(int incarnation) {
        int last = destination.volatileIncarnation();
        if (last > 0 && last < incarnation && last >= lapsedSettled) {
            sweep = new LapsedSweep(this, feeds.sources(), incarnation);
            loop.schedule(this);
        }
    }

    /** Answers questions, and lets go of what is redriven. Belongs to the loop as well. */
    public SubscriptionReport inventory() {
        catchUp();
        return new SubscriptionReport(
                id, destination, name(), feeds.progress(), feeds.all(), handOut, counters, paused, lapsedSettled, loop);
    }

    @Override
    public String toString() {
        return "subscription '" + name() + "' of '" + destination.name() + "'";
    }
}
