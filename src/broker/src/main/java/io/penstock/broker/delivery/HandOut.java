package io.penstock.broker.delivery;

import io.penstock.Delivery;
import io.penstock.broker.backlog.Counters;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.feed.FoundRecord;
import io.penstock.broker.feed.PartitionFeed;
import io.penstock.broker.feed.PassedOver;
import io.penstock.broker.feed.Taker;
import io.penstock.broker.filter.Work;
import io.penstock.broker.loop.Alarms;
import io.penstock.broker.loop.LoopContext;
import io.penstock.broker.loop.RateLimitedCount;
import io.penstock.broker.record.RecordView;
import io.penstock.broker.recording.DeliverEvent;
import io.penstock.broker.share.LastLooks;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Hands the records of one subscription to its consumers: partitions in turn, consumers in turn as far as their credit
 * goes. It belongs to the subscription's loop.
 */
final class HandOut {

    private static final Logger LOG = Logger.getLogger(HandOut.class);

    /**
     * Deliveries that may be with consumers at a time. Each costs an object; more than this no consumer can be using.
     */
    static final int MAX_ACQUIRED = 100_000;

    /** Records handed out before the loop's other subscriptions have their turn. */
    static final int MAX_PER_TURN = 1_024;

    /** What filters may cost for each record of a turn: then a turn is some ten milliseconds at most. */
    static final int STEPS_OF_A_RECORD = 8_192;

    /** The time that deliveries rest after their handler has thrown: a handler with a bug must not keep a loop busy. */
    static final Duration REST_AFTER_HANDLER_FAULT = Duration.ofSeconds(1);

    private final LocalSubscription subscription;
    private final LoopContext loop;
    private final ActiveFeeds active;
    private final Consumers consumers;
    private final PartitionFeeds feeds;
    private final Decisions decisions;
    private final Deliveries deliveries;
    private final Settler settler;
    private final Counters counters;
    private List<Entry.Progress> markers = new ArrayList<>();
    private List<Runnable> whenMarked = new ArrayList<>();
    /** Feeds with records that were passed over. */
    private final Set<PartitionFeed> passing = new LinkedHashSet<>();

    private final Suspects suspects = new Suspects();
    private final LastLooks looks;

    private int budget;

    /** The sum of the partitions' ends when they were looked at. */
    private long arrived;

    /** How often nothing new could be looked at because too much was passed over. */
    private final RateLimitedCount fullness = new RateLimitedCount();

    private boolean ended;

    HandOut(
            LocalSubscription subscription,
            LoopContext loop,
            ActiveFeeds active,
            Consumers consumers,
            PartitionFeeds feeds,
            Decisions decisions,
            Deliveries deliveries,
            Settler settler,
            Counters counters) {
        this.subscription = subscription;
        this.loop = loop;
        this.active = active;
        this.consumers = consumers;
        this.feeds = feeds;
        this.decisions = decisions;
        this.deliveries = deliveries;
        this.settler = settler;
        this.counters = counters;
        looks = new LastLooks(loop, active::wake);
    }

    /** Marks, before the first turn, the records that were out when a process died: they are handed out alone. */
    void suspect(long[] ends) {
        suspects.begin(feeds.progress(), ends);
    }

    /** Notes that all feeds are closed, and that others will be activated. */
    void closed() {
        active.clear();
        passing.clear();
        suspects.closed();
    }

    /** Notes that there are that many partitions now. */
    void grow(int partitions) {
        consumers.members().grow(partitions);
        active.wake();
    }

    void join(Member member) {
        consumers.members().join(member);
        reshare();
    }

    void leave(Member member) {
        consumers.leave(member);
        reshare();
    }

    /** Offers passed-over records again, because the consumers that take them have changed. */
    private void reshare() {
        for (var feed : passing) {
            feed.recallPassedOver();
            active.activate(feed);
        }
        passing.clear();
        active.wake();
    }

    /** Those that wait for a last look before they take nothing more. */
    LastLooks looks() {
        return looks;
    }

    /** @param open false to bring to the consumers only what is theirs already */
    void turn(boolean open) {
        long room = open ? loadAllowances() : 0;
        activateArrived();
        activatePassing();
        suspects.recall(active);
        consumers.members().tellOwners(feeds.all());
        budget = MAX_PER_TURN;
        while (room > 0 && budget > 0 && active.hasNext()) {
            var feed = active.next();
            int most = (int) consumers.members().room(feed, Math.min(Math.min(room, budget), active.most(feed)));
            if (most == 0) {
                active.skip(feed);
                continue;
            }
            int taken = serve(feed, most);
            active.served(feed, taken);
            room -= taken;
        }
        boolean more = room > 0 && active.hasNext();
        active.endTurn();
        // What is to be journaled or fetched first is handed out in a later turn.
        var lastLooks = looks.looked(!more && consumers.marking == 0, room > 0 && active.isAwaiting());
        journalMarkers();
        consumers.members().allowances().endOfTurn();
        callHandlers();
        lastLooks.run();
        if (more) {
            active.wake();
        }
    }

    private long loadAllowances() {
        consumers.applyCreditChanges();
        long room = consumers.members().allowances().load();
        return Math.min(room, MAX_ACQUIRED - consumers.acquired) - consumers.marking;
    }

    /**
     * Activates feeds with new records. The ends of partitions are read after the credit: a consumer that asks for more
     * after a message was sent gets that message if its lane is the highest, even if its arrival has not been told yet.
     */
    private void activateArrived() {
        var destination = subscription.destination();
        long ends = destination.endTotal();
        if (destination.partitions().lanes() == 1 || ends == arrived) {
            return;
        }
        arrived = ends;
        for (var feed : feeds.all()) {
            if (!feed.isClosed()) {
                active.add(feed);
            }
        }
    }

    /** Activates feeds whose passed-over records somebody may have room for now. */
    private void activatePassing() {
        passing.removeIf(feed -> feed.passedOver.isEmpty());
        for (var feed : passing) {
            if (feed.passedOver.hasForRoom()) {
                active.add(feed);
            }
        }
    }

    /** Takes up to that many records from one partition; returns how many places they need. */
    private int serve(PartitionFeed feed, int most) {
        feed.passRemoved();
        int taken = 0;
        boolean isOver = false;
        boolean hasMore = true;
        while (taken < most && budget > 0 && !isOver) {
            var found = feed.next(loop.nowMillis());
            hasMore = found != FoundRecord.NOTHING && found != FoundRecord.AWAITED;
            if (found == FoundRecord.AWAITED) {
                active.await(feed);
            }
            if (found.isRecord() && consumers.applyCreditChanges()) {
                // Who has room now may take one in front of it that was passed over.
                feed.takeBack(found.offset(), found.before(), found.isMarked());
                budget--;
                continue;
            }
            if (found.isRecord() && hasToWait(feed, found)) {
                feed.takeBack(found.offset(), found.before(), found.isMarked());
                hasMore = false;
            }
            isOver = !hasMore || !found.isRecord();
            taken += isOver ? 0 : take(feed, found);
            // A search that found nothing costs budget too, so that a long one cannot go on for ever.
            budget -= isOver && hasMore ? PartitionFeed.MAX_PER_TURN : 1;
            payFor(feed.work());
            payFor(consumers.members().work);
        }
        settleRemoved(feed);
        if (hasMore) {
            active.add(feed);
        }
        feed.arm(loop.alarms(), feeds);
        return taken;
    }

    /** Whether it goes out alone, and another one that does is out. */
    private boolean hasToWait(PartitionFeed feed, FoundRecord found) {
        return suspects.isOne(feed, found, subscription.declared().maxDeliveries())
                && deathOf(found) == null
                && !suspects.enter(feed, found.offset());
    }

    /** An expensive filter takes from its own subscription's turn, and not from the turns of others. */
    private void payFor(Work work) {
        budget -= (int) Math.min(MAX_PER_TURN, work.takeSteps() / STEPS_OF_A_RECORD);
        counters.undecided += work.takeUndecided();
    }

    /** Journals what the feed found to be gone, or not to be for this subscription. */
    private void settleRemoved(PartitionFeed feed) {
        if (!feed.settling.isEmpty()) {
            settler.touched(feed);
        }
        long skipped = feed.takeSkipped();
        if (skipped > 0) {
            counters.skipped += skipped;
            LOG.warnf(
                    "Retention has removed %d messages of partition %d before %s settled them: they are skipped. Keep"
                            + " messages longer, add consumers, or have the subscription protected.",
                    skipped, feed.index, subscription);
        }
    }

    /** Passes over what retention has removed, before counts are told: without consumers nobody else does. */
    void passRemoved() {
        for (var feed : feeds.all()) {
            feed.passRemoved();
            settleRemoved(feed);
        }
    }

    /** A record that was claimed becomes a dead letter without ever having been found. */
    void bury(PartitionFeed feed, RecordView record, DeadLetterCause death) {
        bury(LocalDelivery.unhanded(settler, feed, record, loop.nowMillis()), death);
    }

    private void bury(LocalDelivery unhanded, DeadLetterCause death) {
        deliveries.dying(unhanded);
        settler.bury(unhanded, death);
    }

    private int take(PartitionFeed feed, FoundRecord found) {
        var death = deathOf(found);
        if (death != null) {
            bury(new LocalDelivery(settler, feed, found, null, false, loop.nowMillis()), death);
            return 0;
        }
        var member = consumers.members().choose(feed, found.record());
        if (member == null) {
            var takers = consumers.members().takersOf(found.record());
            feed.passOver(found, takers, takers.stream().allMatch(Taker::worksInOrder));
            passing.add(feed);
            tellOfFullness(feed);
            if (suspects.leave(feed, found.offset())) {
                active.wake();
            }
            return 0;
        }
        if (found.needsMarker()) {
            mark(feed, found);
        } else {
            hand(feed, found, member);
        }
        return 1;
    }

    /**
     * Warns once that a feed is full: a consumer whose messages lie behind would wait for ever, and nobody would know
     * why.
     */
    private void tellOfFullness(PartitionFeed feed) {
        if (feed.passedOver.isFull() && fullness.add(loop.nowMillis(), 1) > 0) {
            LOG.warnf(
                    "%d messages of partition %d of %s are passed over, since no consumer takes them or has room for"
                            + " them: those behind wait, also for consumers whose filters they match. Consume them,"
                            + " expire them, or use a topic with filtered subscriptions.",
                    PassedOver.MAX_PASSED_OVER, feed.index, subscription);
        }
    }

    /** Why the found record becomes a dead letter without being handed out, or null. */
    private DeadLetterCause deathOf(FoundRecord found) {
        if (found.record().expiresAtMillis() <= loop.nowMillis()) {
            return DeadLetterCause.expired(found.record().expiresAtMillis());
        }
        return found.before().deliveries() < subscription.declared().maxDeliveries()
                ? null
                : DeadLetterCause.tooManyDeliveries(found.before().deliveries(), null);
    }

    private void hand(PartitionFeed feed, FoundRecord found, Member member) {
        var delivery = new LocalDelivery(settler, feed, found, member, found.isMarked(), loop.nowMillis());
        deliveries.handed(delivery);
        suspects.handed(delivery);
        if (member.options().settleFirst()) {
            settler.settleFirst(delivery);
        } else {
            deliveries.bring(delivery);
        }
    }

    private void mark(PartitionFeed feed, FoundRecord found) {
        long offset = found.offset();
        var before = found.before();
        consumers.marking++;
        feed.marking(found.record(), offset);
        markers.add(new Entry.Tried(
                subscription.id(),
                feed.index,
                offset,
                before.delivered(loop.nowMillis()).due(before.failed(), 0)));
        whenMarked.add(() -> {
            consumers.marking--;
            feed.mark(offset, before.due(before.failed(), 0));
            active.activate(feed);
            if (ended) {
                unmark(feed);
            }
        });
    }

    /** Ends the hand-out. Markers of records that were journaled as handed out, and were not, are taken back. */
    void end() {
        ended = true;
        for (var feed : feeds.all()) {
            unmark(feed);
        }
    }

    private void unmark(PartitionFeed feed) {
        feed.takeMarked().forEach((offset, before) -> {
            var entry = new Entry.Tried(subscription.id(), feed.index, offset, before);
            decisions.note(List.of(entry), () -> {});
        });
    }

    /** A redelivery is written before it happens, but not forced: it has to survive the process, not the machine. */
    private void journalMarkers() {
        if (markers.isEmpty()) {
            return;
        }
        var outcomes = whenMarked;
        decisions.note(markers, () -> outcomes.forEach(Runnable::run));
        markers = new ArrayList<>();
        whenMarked = new ArrayList<>();
    }

    private void callHandlers() {
        for (var member : consumers.takeCalled()) {
            var batch = member.takeBatch();
            if (batch.isEmpty() || member.hasLeft()) {
                continue;
            }
            armLease(member, batch);
            try {
                var event = new DeliverEvent();
                event.begin();
                int messages = batch.size();
                member.handle(batch);
                event.delivered(
                        subscription.destination().name(),
                        subscription.name(),
                        member.options().name(),
                        messages);
            } catch (RuntimeException | Error e) {
                LOG.errorf(
                        e,
                        "The handler of consumer '%s' of %s threw: %d deliveries rest for %s, then they are handed out"
                                + " again.",
                        member.options().name(),
                        subscription,
                        batch.size(),
                        REST_AFTER_HANDLER_FAULT);
                batch.forEach(delivery -> delivery.releaseAsync(REST_AFTER_HANDLER_FAULT, false));
            }
        }
    }

    private void armLease(Member member, List<Delivery> batch) {
        long end = ((LocalDelivery) batch.get(0)).leaseEndMillis;
        if (end != Alarms.NEVER) {
            deliveries.arm(member, end);
        }
    }
}
