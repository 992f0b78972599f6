package io.penstock.broker;

import io.penstock.BrokerEvent;
import io.penstock.Ordering;
import io.penstock.Subscription;

import java.time.Instant;
import java.util.List;
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
    private final Signal[] arrivals;
    private final PartitionFeed[] feeds;
    private Function<PartitionLog, RecordView.Source> sources;
    private long[] suspectEnds;
    private boolean scheduled;

    /** Read by any thread. */
    private volatile Subscription declared;

    /** A queue's subscription that nobody has declared yet: what cannot change later may still be chosen. */
    private volatile boolean implicit;

    private volatile boolean started;

    SubscriptionEngine(
            int id,
            LocalDestination destination,
            Subscription declared,
            boolean implicit,
            long[] starts,
            LoopContext context) {
        this.id = id;
        this.destination = destination;
        this.declared = declared;
        this.implicit = implicit;
        this.context = context;
        progress = new PartitionProgress[destination.partitionCount()];
        for (int i = 0; i < progress.length; i++) {
            progress[i] = new PartitionProgress(i < starts.length ? starts[i] : 0);
        }
        arrivals = new Signal[progress.length];
        feeds = new PartitionFeed[progress.length];
        settler = new Settler(this, context, counters);
        handOut = new HandOut(this, context, counters);
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
        openFeeds();
        started = true;
    }

    private void openFeeds() {
        for (int i = 0; i < feeds.length; i++) {
            var log = destination.partition(i);
            var keys = declared.ordering() == Ordering.KEY ? new KeyGate() : null;
            feeds[i] = new PartitionFeed(log, name(), progress[i], sources.apply(log), keys, suspectEnds[i]);
            handOut.activate(feeds[i]);
        }
    }

    /** Another order is to be kept: what was looked at under the old one is looked at anew. */
    private void reopenFeeds() {
        for (var member : handOut.all()) {
            member.held().forEach(this::giveBackUncounted);
        }
        for (var feed : feeds) {
            feed.close();
        }
        openFeeds();
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
                    partition(ranges.partition()).applySettled(bounds[i], bounds[i + 1]);
                }
            }
        } else if (entry instanceof Entry.Tried tried) {
            partition(tried.partition()).applyAttempts(tried.offset(), tried.attempts());
        }
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
        boolean reordered = started && subscription.ordering() != declared.ordering();
        declared = subscription;
        implicit = false;
        if (reordered) {
            context.deliver(Call.of(this::reopenFeeds));
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
                member.held().forEach(this::giveBackUncounted);
                if (!isDurable() && handOut.members() == 0) {
                    destination.remove(this);
                }
            }
        });
    }

    /** Before a shutdown: nothing is handed out any more, everything comes back. */
    void releaseAll() {
        for (var member : handOut.all()) {
            member.left();
            handOut.leave(member);
            member.held().forEach(this::giveBackUncounted);
        }
        settler.flush();
        handOut.end(feeds);
    }

    int consumers() {
        return handOut.members();
    }

    /** The consumer goes, or the broker does: the hand-out did not happen. */
    private void giveBackUncounted(LocalDelivery delivery) {
        if (delivery.state != RecordState.ACQUIRED) {
            return;
        }
        if (!delivery.marked) {
            givenBack(delivery, delivery.before);
            return;
        }
        delivery.state = delivery.state.to(RecordState.SETTLING);
        var entry = new Entry.Tried(id, delivery.feed.index, delivery.offset, delivery.before);
        context.decide(new Decision(this, false, List.of(entry), List.of(), new HandOut.Quiet(() -> {
            givenBack(delivery, delivery.before);
        })));
    }

    /** The record waits for its next hand-out, now or when it is due. */
    void givenBack(LocalDelivery delivery, Attempts known) {
        boolean scheduled = known.dueAtMillis() > context.nowMillis();
        delivery.state = delivery.state.to(
                scheduled && delivery.state == RecordState.SETTLING ? RecordState.SCHEDULED : RecordState.AVAILABLE);
        unlink(delivery);
        delivery.feed.giveBack(delivery.offset, known, context.nowMillis());
        handOut.activate(delivery.feed);
    }

    void settled(LocalDelivery delivery, RecordState end) {
        delivery.state = delivery.state.to(end);
        unlink(delivery);
        delivery.feed.settled(delivery.record, delivery.offset);
        handOut.activate(delivery.feed);
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

    void parked(LocalDelivery delivery) {
        delivery.state = delivery.state.to(RecordState.PARKED);
        unlink(delivery);
        delivery.feed.park(delivery.record, delivery.offset);
        handOut.activate(delivery.feed);
    }

    private void unlink(LocalDelivery delivery) {
        if (delivery.member != null) {
            handOut.unlink(delivery);
        }
    }

    void renewed(LocalDelivery delivery, long leaseEndMillis) {
        delivery.leaseEndMillis = leaseEndMillis;
        context.alarms().arm(delivery.member.leaseAlarm, leaseEndMillis);
    }

    /** A delivery whose lease has run out counts as one, goes to others, and can no longer be settled. */
    void expireLeases(Member member) {
        long now = context.nowMillis();
        long next = Alarms.NEVER;
        for (var delivery : member.held()) {
            if (delivery.state == RecordState.ACQUIRED && delivery.leaseEndMillis <= now) {
                givenBack(delivery, delivery.counted().due(delivery.before.failed(), 0));
            } else {
                next = Math.min(next, delivery.leaseEndMillis);
            }
        }
        if (next != Alarms.NEVER) {
            context.alarms().arm(member.leaseAlarm, Math.max(next, now + Member.LEASE_SLACK_MILLIS));
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
        if (serving) {
            handOut.turn();
            settler.flush();
        }
    }

    /** Takes a transaction's deliveries out of everybody's reach, all of them or none; returns one that was lost. */
    static LocalDelivery reserve(List<LocalDelivery> deliveries) {
        for (var delivery : deliveries) {
            if (delivery.state != RecordState.ACQUIRED) {
                return delivery;
            }
        }
        deliveries.forEach(delivery -> delivery.state = delivery.state.to(RecordState.SETTLING));
        return null;
    }

    /** The transaction happened. */
    void accepted(LocalDelivery delivery) {
        counters.accepted++;
        settled(delivery, RecordState.ACKNOWLEDGED);
    }

    /** The transaction did not happen: the consumer has it as before, unless it is gone. */
    void unreserve(LocalDelivery delivery) {
        delivery.state = delivery.state.to(RecordState.ACQUIRED);
        if (delivery.member.hasLeft()) {
            giveBackUncounted(delivery);
        } else if (delivery.leaseEndMillis != Alarms.NEVER) {
            context.alarms().arm(delivery.member.leaseAlarm, delivery.leaseEndMillis);
        }
    }

    /** Answers questions, and lets go of what is redriven. Belongs to the loop as well. */
    Inventory inventory() {
        return new Inventory(id, destination, name(), progress, feeds, handOut, counters, context);
    }

    @Override
    public String toString() {
        return "subscription '" + name() + "' of '" + destination.name() + "'";
    }
}
