package io.penstock.broker.delivery;

import io.penstock.Delivery;
import io.penstock.PenstockException;
import io.penstock.broker.entry.Attempts;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.feed.FoundRecord;
import io.penstock.broker.feed.PartitionFeed;
import io.penstock.broker.loop.Alarms;
import io.penstock.broker.loop.LoopContext;
import io.penstock.broker.record.RecordView;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Brings the records of one subscription to its consumers: partitions in turn, consumers in turn as far as their credit
 * goes. Belongs to the subscription's loop.
 */
public final class HandOut {

    private static final Logger LOG = Logger.getLogger(HandOut.class);

    /**
     * Deliveries that may be with consumers at a time. Each costs an object; more than this no consumer can be using.
     */
    static final int MAX_ACQUIRED = 100_000;

    /** Records handed out before the loop's other subscriptions have their turn. */
    static final int MAX_PER_TURN = 1_024;

    /** How long deliveries rest that a handler has thrown back: a handler with a bug must not keep a loop busy. */
    static final Duration REST_AFTER_HANDLER_FAULT = Duration.ofSeconds(1);

    private final SubscriptionEngine engine;
    private final SubscriptionContext context;
    private final LoopContext loop;
    private final Counters counters;
    private final ActiveFeeds active;
    private List<Entry.Progress> markers = new ArrayList<>();
    private List<Runnable> whenMarked = new ArrayList<>();
    /** Feeds with records that were passed over. */
    private final Set<PartitionFeed> passing = new LinkedHashSet<>();

    /** Those that have left while something of theirs was on its way to the journal, or prepared. */
    private final Set<Member> leaving = new LinkedHashSet<>();

    private int marking;
    private int burying;
    private int acquired;
    private Membership members;
    private int budget;

    /** The sum of the partitions' ends when they were looked at. */
    private long arrived;

    private boolean ended;

    HandOut(SubscriptionEngine engine, SubscriptionContext context, Counters counters) {
        this.engine = engine;
        this.context = context;
        loop = context.loop();
        this.counters = counters;
        active = new ActiveFeeds(engine.destination().partitions().lanes());
        members = newMembership();
    }

    private Membership newMembership() {
        return new Membership(
                engine.declared(), engine.destination().partitions().width());
    }

    /** All feeds are closed; others will be activated. */
    void closed() {
        active.clear();
        passing.clear();
    }

    /** What is declared of the subscription has changed. */
    void regroup() {
        var all = members.all();
        members = newMembership();
        all.forEach(members::add);
    }

    /** There are that many partitions now. */
    void grow(int partitions) {
        members.grow(partitions);
        loop.schedule(engine);
    }

    void join(Member member) {
        members.join(member);
        reshare();
    }

    void leave(Member member) {
        members.leave(member);
        leaving.removeIf(before -> before.acquired() == 0);
        leaving.add(member);
        reshare();
    }

    /** All that consumers have, or had when they left, and that is neither settled nor back yet. */
    List<LocalDelivery> held() {
        var held = new ArrayList<LocalDelivery>(acquired);
        members.all().forEach(member -> held.addAll(member.held()));
        leaving.forEach(member -> held.addAll(member.held()));
        return held;
    }

    /** Who gets what has changed. */
    private void reshare() {
        for (var feed : passing) {
            feed.recallPassedOver();
            activate(feed);
        }
        passing.clear();
        loop.schedule(engine);
    }

    Membership members() {
        return members;
    }

    int acquired() {
        return acquired;
    }

    /** Nobody holds anything but so many deliveries, and nothing is on its way to being held. */
    boolean isIdleBut(int deliveries) {
        return acquired == deliveries && marking == 0 && burying == 0;
    }

    void unlink(LocalDelivery delivery) {
        if (delivery.member == null) {
            burying--;
            delivery.feed.withheld().died(delivery.offset);
        } else {
            delivery.member.unlink(delivery);
            delivery.feed.holding.records--;
            acquired--;
        }
    }

    /** The feed may have something new. */
    public void activate(PartitionFeed feed) {
        if (!feed.isClosed()) {
            active.add(feed);
        }
        loop.schedule(engine);
    }

    /** @param open false to bring to the consumers only what is theirs already */
    void turn(boolean open) {
        long room = open ? loadAllowances() : 0;
        activateArrived();
        activatePassing();
        budget = MAX_PER_TURN;
        while (room > 0 && budget > 0 && active.hasNext()) {
            var feed = active.next();
            int most = (int) members.room(feed, Math.min(Math.min(room, budget), active.most(feed)));
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
        journalMarkers();
        members.endOfTurn();
        callHandlers();
        if (more) {
            loop.schedule(engine);
        }
    }

    private long loadAllowances() {
        long room = 0;
        for (var member : members.all()) {
            member.loadAllowance();
            room = Math.min(MAX_ACQUIRED, room + Math.min(MAX_ACQUIRED, member.allowance()));
        }
        return Math.min(room, MAX_ACQUIRED - acquired) - marking;
    }

    /**
     * Whoever asks for more after a message was sent gets that one if its lane is the highest: that it has arrived may
     * not have been told yet, so the ends are looked at after the credit.
     */
    private void activateArrived() {
        var destination = engine.destination();
        long ends = destination.endTotal();
        if (destination.partitions().lanes() == 1 || ends == arrived) {
            return;
        }
        arrived = ends;
        for (var feed : engine.feeds()) {
            if (!feed.isClosed()) {
                active.add(feed);
            }
        }
    }

    /** Somebody may have room now for what was passed over. */
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
            isOver = !found.isRecord();
            hasMore = found != FoundRecord.NOTHING;
            taken += isOver ? 0 : take(feed, found);
            // What gave nothing costs too, so that a long search cannot go on for ever.
            budget -= isOver && hasMore ? PartitionFeed.MAX_PER_TURN : 1;
        }
        settleRemoved(feed);
        if (hasMore) {
            active.add(feed);
        }
        feed.arm(loop.alarms(), engine);
        return taken;
    }

    /** Journals what the feed found to be gone, or not to be for this subscription. */
    private void settleRemoved(PartitionFeed feed) {
        if (!feed.settling.isEmpty()) {
            engine.settler().touched(feed);
        }
        long skipped = feed.takeSkipped();
        if (skipped > 0) {
            counters.skipped += skipped;
            LOG.warnf(
                    "Retention has removed %d messages of partition %d before %s settled them: they are skipped. Keep"
                            + " messages longer, add consumers, or have the subscription protected.",
                    skipped, feed.index, engine);
        }
    }

    /** Before its counts are told: what retention removed from a subscription without consumers waits no more. */
    void passRemoved(PartitionFeed[] feeds) {
        for (var feed : feeds) {
            feed.passRemoved();
            settleRemoved(feed);
        }
    }

    /** A record that was claimed becomes a dead letter without ever having been found. */
    void bury(PartitionFeed feed, RecordView record, DeadLetterCause death) {
        bury(LocalDelivery.unhanded(engine, feed, record, loop.nowMillis()), death);
    }

    private void bury(LocalDelivery unhanded, DeadLetterCause death) {
        burying++;
        unhanded.feed.withheld().dying(unhanded.offset);
        engine.settler().bury(unhanded, death);
    }

    private int take(PartitionFeed feed, FoundRecord found) {
        var death = deathOf(found);
        if (death != null) {
            bury(new LocalDelivery(engine, feed, found, null, false, loop.nowMillis()), death);
            return 0;
        }
        var member = members.choose(feed, found.record());
        if (member == null) {
            feed.passOver(found, members.takersOf(found.record()));
            passing.add(feed);
            return 0;
        }
        if (found.needsMarker()) {
            mark(feed, found.offset(), found.before());
        } else {
            hand(feed, found, member);
        }
        return 1;
    }

    /** Why the found record becomes a dead letter without being handed out, or null. */
    private DeadLetterCause deathOf(FoundRecord found) {
        if (found.record().expiresAtMillis() <= loop.nowMillis()) {
            return DeadLetterCause.expired(found.record().expiresAtMillis());
        }
        return found.before().deliveries() < engine.declared().maxDeliveries()
                ? null
                : Settler.tooManyDeliveries(found.before().deliveries(), null);
    }

    private void hand(PartitionFeed feed, FoundRecord found, Member member) {
        var delivery = new LocalDelivery(engine, feed, found, member, found.isMarked(), loop.nowMillis());
        member.hold(delivery);
        feed.holding.records++;
        if (member.options().settleFirst()) {
            engine.settler().settleFirst(delivery);
        } else {
            member.hand(delivery);
        }
        acquired++;
        counters.delivered++;
    }

    private void mark(PartitionFeed feed, long offset, Attempts before) {
        marking++;
        feed.marking(offset);
        markers.add(new Entry.Tried(
                engine.id(),
                feed.index,
                offset,
                before.delivered(loop.nowMillis()).due(before.failed(), 0)));
        whenMarked.add(() -> {
            marking--;
            feed.mark(offset, before.due(before.failed(), 0));
            activate(feed);
            if (ended) {
                unmark(feed);
            }
        });
    }

    /** Nothing is handed out any more: what was journaled as handed out, and was not, is taken back. */
    void end(PartitionFeed[] feeds) {
        ended = true;
        for (var feed : feeds) {
            unmark(feed);
        }
    }

    private void unmark(PartitionFeed feed) {
        feed.takeMarked().forEach((offset, before) -> {
            var entry = new Entry.Tried(engine.id(), feed.index, offset, before);
            context.decide(new Decision(engine, false, List.of(entry), List.of(), new Quiet(() -> {})));
        });
    }

    /** A redelivery is written before it happens, but not forced: it has to survive the process, not the machine. */
    private void journalMarkers() {
        if (markers.isEmpty()) {
            return;
        }
        var outcomes = whenMarked;
        context.decide(
                new Decision(engine, false, markers, List.of(), new Quiet(() -> outcomes.forEach(Runnable::run))));
        markers = new ArrayList<>();
        whenMarked = new ArrayList<>();
    }

    private void callHandlers() {
        for (var member : members.all()) {
            var batch = member.takeBatch();
            if (batch.isEmpty() || member.hasLeft()) {
                continue;
            }
            armLease(member, batch);
            try {
                member.handle(batch);
            } catch (VirtualMachineError e) {
                throw e;
            } catch (RuntimeException | Error e) {
                LOG.errorf(
                        e,
                        "The handler of consumer '%s' of %s threw: %d deliveries rest for %s, then they are handed out"
                                + " again.",
                        member.options().name(),
                        engine,
                        batch.size(),
                        REST_AFTER_HANDLER_FAULT);
                batch.forEach(delivery -> delivery.release(REST_AFTER_HANDLER_FAULT, false));
            }
        }
    }

    private void armLease(Member member, List<Delivery> batch) {
        long end = ((LocalDelivery) batch.get(0)).leaseEndMillis;
        if (end != Alarms.NEVER) {
            loop.alarms().arm(member.leaseAlarm, end);
        }
    }

    /** An outcome that nobody waits for. If it is refused, the journal has failed, and the broker says so. */
    record Quiet(Runnable then) implements Decision.Outcome {

        @Override
        public void durable() {
            then.run();
        }

        @Override
        public void refused(PenstockException cause) {
            LOG.debugf(cause, "Not journaled");
        }
    }
}
