package io.penstock.broker.delivery;

import io.penstock.ConsumerOptions;
import io.penstock.DeliveryHandler;
import io.penstock.PenstockException;
import io.penstock.Subscription;
import io.penstock.broker.backlog.Backlog;
import io.penstock.broker.backlog.Counters;
import io.penstock.broker.backlog.OldestMessages;
import io.penstock.broker.backlog.SheddableMessages;
import io.penstock.broker.destination.Holes;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.feed.RecordSources;
import io.penstock.broker.limit.Waiting;
import io.penstock.broker.loop.LoopCall;
import io.penstock.broker.loop.LoopContext;
import io.penstock.broker.loop.LoopWork;
import io.penstock.broker.share.SharedCredit;

import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Runs one subscription: it puts its parts together, gives them their turns, and is what others call. A state machine
 * without thread, clock or file: everything happens in calls from its loop, except where a method says otherwise.
 *
 * <p>No part knows the engine. What they share is, from the bottom: {@link LocalSubscription what is declared}, {@link
 * ActiveFeeds}, {@link Consumers}, {@link PartitionFeeds}, {@link SubscriptionProgress what is journaled}, {@link
 * Decisions}, {@link Deliveries}, {@link Settler}, {@link HandOut}, {@link Departures}; each uses those before it.
 */
public final class SubscriptionEngine implements LoopWork {

    private final LocalSubscription subscription;
    private final LoopContext loop;
    private final Counters counters = new Counters();
    private final ActiveFeeds active;
    private final Consumers consumers;
    private final PartitionFeeds feeds;
    private final Backlog backlog;
    private final SubscriptionProgress progress;
    private final Decisions decisions;
    private final Deliveries deliveries;
    private final Settler settler;
    private final HandOut handOut;
    private final Departures departures;
    private final ExpirySweep expiry;
    private final OldestMessages oldest;
    private final SheddableMessages waiting;

    private LapsedSweep sweep;
    private boolean scheduled;

    /** The function that it was started with, in case that has to be tried again. */
    private RecordSources starting;

    private long[] suspects;
    private Standstill standstill;
    private ReplayEnd replay;

    /** Read by any thread. */
    private volatile boolean started;

    /** Whether it was removed. */
    private volatile boolean gone;

    /**
     * @param starts by partition: where it begins
     * @param limits by partition: where it ends; null for where the log ends
     */
    public SubscriptionEngine(
            int id,
            LocalDestination destination,
            Subscription declared,
            boolean implicit,
            long[] starts,
            long[] limits,
            SubscriptionContext context) {
        loop = context.loop();
        subscription = new LocalSubscription(id, destination, declared, implicit, () -> loop.schedule(this));
        active = new ActiveFeeds(destination.partitions().lanes(), () -> loop.schedule(this));
        consumers = new Consumers(subscription);
        feeds = new PartitionFeeds(subscription, loop, context.scheduled(), consumers, active, starts, limits);
        backlog = new Backlog(destination, feeds.progress());
        progress = new SubscriptionProgress(subscription, feeds, backlog, active);
        decisions = new Decisions(context, progress);
        deliveries = new Deliveries(subscription, loop, consumers, feeds, progress, decisions, counters);
        settler = new Settler(subscription, context, decisions, deliveries, active, counters);
        handOut = new HandOut(subscription, loop, active, consumers, feeds, decisions, deliveries, settler, counters);
        departures = new Departures(subscription, context, consumers, deliveries, handOut);
        expiry = new ExpirySweep(subscription, loop, consumers, feeds, handOut, context.scheduled());
        oldest = new OldestMessages(destination, feeds.progress(), feeds, consumers::heldPositions);
        waiting = new SheddableMessages(id, destination, loop, context::raise, feeds, backlog, oldest, counters);
    }

    public LocalSubscription subscription() {
        return subscription;
    }

    public int id() {
        return subscription.id();
    }

    public String name() {
        return subscription.name();
    }

    public LocalDestination destination() {
        return subscription.destination();
    }

    public Subscription declared() {
        return subscription.declared();
    }

    public boolean isDurable() {
        return subscription.isDurable();
    }

    public boolean isImplicit() {
        return subscription.isImplicit();
    }

    public LoopContext loop() {
        return loop;
    }

    /** The messages and bytes that it has not settled. */
    public Backlog backlog() {
        return backlog;
    }

    /** What waits in it, for the limits of its destination. Any thread may call this. */
    public Waiting waiting() {
        return waiting;
    }

    /**
     * Begins to serve, once recovery or declaration is complete.
     *
     * @param suspects by partition: records below it may have been handed out by a process that died
     */
    public void start(RecordSources records, long[] suspects) {
        starting = records;
        this.suspects = suspects;
        feeds.start(records, suspects);
        handOut.suspect(suspects);
        consumers.regroup();
        expiry.open(0);
        feeds.open();
        started = true;
    }

    /**
     * Begins to settle what earlier incarnations of the log left of messages that were not to outlive them. It is
     * called after the start.
     */
    public void sweepLapsed(int incarnation) {
        int last = destination().volatileIncarnation();
        if (last > 0 && last < incarnation && last >= progress.lapsedSettled()) {
            sweep = new LapsedSweep(subscription, feeds, settler, decisions, active, incarnation);
            active.wake();
        }
    }

    /** The destination has grown, or is done with it: what came by its new routes is not handed out before. */
    public void grow() {
        int before = feeds.grow();
        if (feeds.all().length > before) {
            backlog.grow(feeds.progress());
            oldest.grow(feeds.progress());
            expiry.grow();
        }
        if (started) {
            expiry.open(before);
            handOut.grow(feeds.width());
            feeds.openNew(before);
        }
    }

    /** Adds new partitions for a caller that knows already that the destination has grown. */
    private void catchUp() {
        if (feeds.isBehind()) {
            grow();
        }
    }

    /** Records have been written to a partition. Told by any thread. */
    public void written(int partition) {
        if (started) {
            feeds.written(partition);
        }
    }

    /** The only way in which journaled state changes, live and in recovery. */
    public void apply(Entry.Progress entry) {
        progress.apply(entry);
    }

    /** A partition has more holes, which nobody has to settle: these are all. */
    public void holes(int partition, Holes all) {
        progress.holes(partition, all);
    }

    /** Passes on all of its journaled progress, as entries that rebuild it. */
    public void describe(Consumer<Entry> entries) {
        catchUp();
        progress.describe(entries);
    }

    /** Has an entry journaled, applied, and its outcome told. */
    public void decide(Entry.Progress entry, Decision.Outcome outcome) {
        decisions.decide(entry, outcome);
    }

    /** Changes the policies. Any thread may call this; the progress stays. */
    public void redeclared(Subscription other) {
        var before = subscription.declared();
        subscription.redeclared(other);
        if (other.ordering() != before.ordering()
                || other.exclusive() != before.exclusive()
                || !Objects.equals(other.filter(), before.filter())) {
            loop.deliver(LoopCall.of(this, this::reopenAsDeclared));
        }
    }

    private void reopenAsDeclared() {
        if (started) {
            consumers.regroup();
            reopenFeeds();
        }
    }

    /** Opens all feeds anew, because the order or the filter has changed. */
    private void reopenFeeds() {
        for (var member : consumers.members().all()) {
            deliveries.giveBackUncounted(member);
        }
        feeds.close();
        handOut.closed();
        feeds.open();
        expiry.restart();
    }

    /** A consumer that is to {@link #join}. From any thread. */
    public Member member(ConsumerOptions options, DeliveryHandler handler, SharedCredit credit) {
        return new Member(options, handler, loop, consumers.creditChanges, this::creditChanged, credit);
    }

    private void creditChanged() {
        consumers.applyCreditChanges();
        active.wake();
    }

    /** The clock was set by so much: leases and retries take as long as before; what a sender delayed goes by it. */
    public void clockMoved(long millis) {
        for (var each : feeds.progress()) {
            each.clockMoved(millis);
        }
        for (var member : consumers.members().all()) {
            member.held().forEach(delivery -> delivery.clockMoved(millis));
        }
        if (started) {
            for (var feed : feeds.all()) {
                feed.clockMoved(millis);
            }
            lookAgain();
        }
    }

    /** Asks all partitions in the next turn, whether or not there is news of them. */
    public void lookAgain() {
        for (var feed : feeds.all()) {
            active.activate(feed);
        }
    }

    /**
     * Hands a member everything that there is for it now. From any thread.
     *
     * @param end follows on the loop, before anything else is handed out
     * @return whether there was room for it until the end
     */
    public CompletionStage<Boolean> lookLast(Member member, Runnable end) {
        var look = handOut.looks().look(member, this::lookEverywhere, end);
        loop.submit(look);
        return look;
    }

    private void lookEverywhere() {
        catchUp();
        lookAgain();
    }

    /**
     * Adds a member. The result is false if the subscription is gone, with its last consumer or because it was removed.
     */
    public boolean join(Member member) {
        if (gone) {
            return false;
        }
        handOut.join(member);
        return true;
    }

    /** Removes a member, whose handler is not called any more. The result is true if the subscription ends with it. */
    public boolean leave(Member member) {
        return departures.leave(member);
    }

    /** Accepts those whose lease has not ended, for the one member that has them all. From any thread. */
    public AcceptTogether acceptTogether(Collection<LocalDelivery> together) {
        return AcceptTogether.submit(settler, together);
    }

    /** Hands out nothing more, and takes everything back, before a shutdown. */
    public void releaseAll() {
        departures.leaveAll(gone);
        if (replay != null) {
            replay.cancelled();
        }
        settler.flush();
        handOut.end();
    }

    /** Cancels what would be done later, because the subscription is gone, and keeps nothing alive. */
    public void ended() {
        expiry.end();
        waiting.end();
        if (sweep != null) {
            sweep.end();
        }
        feeds.end();
    }

    /** Notes that the subscription was removed. Any thread may call this. */
    public void gone() {
        gone = true;
    }

    /** Whether it was removed. From any thread. */
    public boolean isGone() {
        return gone;
    }

    public boolean hasFilteredConsumers() {
        return consumers.members().hasFilters();
    }

    public int consumers() {
        return consumers.members().size();
    }

    public boolean isPaused() {
        return progress.isPaused();
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
        if (standstill != null && subscription.problem() != null) {
            standstill.interrupted(new PenstockException.Unavailable(
                    "Not done, because " + subscription + " has a problem. " + subscription.problem()));
        }
        if (subscription.problem() != null || !started) {
            handOut.looks().end();
            return; // Recovery asks for turns of those, too, that turn out to be deleted, and that it never starts.
        }
        if (standstill != null && consumers.areIdleBut(standstill.own())) {
            standstill.goOn();
        }
        if (sweep != null && serving && !sweep.goOn()) {
            sweep = null;
        }
        if (serving) {
            handOut.turn(!progress.isPaused() && standstill == null);
            settler.flush();
            expiry.wake();
        } else {
            handOut.looks().end();
        }
        if (replay != null && feeds.areDrained()) {
            replay.drained(counters.accepted);
        }
    }

    @Override
    public void failed(Throwable cause) {
        subscription.failed(cause);
        handOut.looks().end();
    }

    /** Why nothing is handed out, although the broker is well; null if that is not so. From any thread. */
    public String problem() {
        return subscription.problem();
    }

    /** Whether it failed, or has messages that are handed to nobody. */
    public boolean isToBeMended() {
        return subscription.problem() != null || feeds.hasParked();
    }

    /** Opens all feeds anew from what is journaled, after a failure. */
    public void mend() {
        subscription.mended();
        if (started) {
            consumers.regroup();
            reopenFeeds();
        } else {
            start(starting, suspects);
        }
    }

    @Override
    public void abandon(PenstockException cause) {
        settler.abandon(cause);
    }

    /**
     * Settles or releases records of a prepared transaction that nobody holds, because the process that prepared it has
     * ended.
     */
    public void unlocked(Entry.Settled settlement, boolean committed) {
        long records = feeds.unlocked(settlement, committed);
        counters.accepted += committed ? records : 0;
    }

    public boolean isStandingStill() {
        return standstill != null;
    }

    /** Takes everything from the consumers and hands out nothing, until that ends; there is no other one. */
    public void standStill(Standstill reason) {
        catchUp();
        standstill = reason;
        consumers.fence(true);
        consumers.members().all().forEach(deliveries::fence);
        active.wake();
    }

    /** The subscription is at another place. */
    public void goOnAnew() {
        endStandstill();
        reopenFeeds();
    }

    /** The subscription stays where it is after all. */
    public void goOnAsBefore() {
        endStandstill();
        lookAgain();
    }

    private void endStandstill() {
        standstill = null;
        consumers.fence(false);
    }

    /** Ends where its limits say, and tells so; before it is started. */
    public void replay(ReplayEnd end) {
        replay = end;
    }

    /** The report of what it has settled and what waits. */
    public SubscriptionReport report() {
        catchUp();
        return new SubscriptionReport(subscription, loop, progress, feeds, consumers, handOut, counters);
    }

    /** The claims, which keep records from being handed out while they are moved. */
    public Claims claims() {
        catchUp();
        return new Claims(feeds, consumers);
    }

    /** Begins to settle everything that it has not settled, but what consumers and prepared transactions have. */
    public Purge purge() {
        catchUp();
        return Purge.begin(subscription, feeds, consumers, progress);
    }

    @Override
    public String toString() {
        return subscription.toString();
    }
}
