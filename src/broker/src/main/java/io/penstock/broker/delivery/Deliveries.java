package io.penstock.broker.delivery;

import io.penstock.broker.backlog.Counters;
import io.penstock.broker.entry.Attempts;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.loop.Alarms;
import io.penstock.broker.loop.LoopContext;

import java.util.List;

/**
 * Tracks the state of a subscription's deliveries after their hand-out: held, given back, settled, expired. Whatever is
 * journaled of them is left to others. It belongs to the subscription's loop.
 */
final class Deliveries {

    private final LocalSubscription subscription;
    private final LoopContext loop;
    private final Consumers consumers;
    private final PartitionFeeds feeds;
    private final SubscriptionProgress progress;
    private final Decisions decisions;
    private final Counters counters;

    Deliveries(
            LocalSubscription subscription,
            LoopContext loop,
            Consumers consumers,
            PartitionFeeds feeds,
            SubscriptionProgress progress,
            Decisions decisions,
            Counters counters) {
        this.subscription = subscription;
        this.loop = loop;
        this.consumers = consumers;
        this.feeds = feeds;
        this.progress = progress;
        this.decisions = decisions;
        this.counters = counters;
    }

    /** A consumer has got it. */
    void handed(LocalDelivery delivery) {
        long before = delivery.member.allowance();
        delivery.member.hold(delivery);
        consumers.members().allowances().used(delivery.member, before);
        delivery.feed.keys().handed(delivery.record, delivery.offset, delivery.member.worker());
        delivery.feed.holding.records++;
        consumers.acquired++;
        counters.delivered++;
    }

    /** Its consumer's handler is called with it at the end of the turn. */
    void bring(LocalDelivery delivery) {
        if (delivery.member.hand(delivery)) {
            consumers.call(delivery.member);
        }
    }

    /** It becomes a dead letter, and was not handed out. */
    void dying(LocalDelivery unhanded) {
        consumers.burying++;
        unhanded.feed.withheld().dying(unhanded.offset);
    }

    private void unlink(LocalDelivery delivery) {
        if (delivery.member == null) {
            consumers.burying--;
            delivery.feed.withheld().died(delivery.offset);
        } else {
            delivery.member.unlink(delivery);
            delivery.feed.holding.records--;
            consumers.acquired--;
        }
    }

    /** Gives back all that a consumer holds, as if it had never been handed out. */
    void giveBackUncounted(Member member) {
        for (var delivery : member.held()) {
            if (delivery.state == RecordState.SETTLING && !delivery.feed.isStrict()) {
                delivery.feed.returning(delivery.record, delivery.offset);
            }
            giveBackUncounted(delivery);
        }
    }

    /** Takes from a consumer what it may still settle. */
    void fence(Member member) {
        for (var delivery : member.held()) {
            if (delivery.state == RecordState.ACQUIRED) {
                takeBack(delivery);
            }
        }
    }

    /** The consumer goes, or the broker does: the hand-out did not happen. */
    void giveBackUncounted(LocalDelivery delivery) {
        if (delivery.state != RecordState.ACQUIRED) {
            return;
        }
        if (!delivery.marked || delivery.feed.isStrict()) {
            takeBack(delivery);
            takeBackBehind(delivery);
            feeds.activate(delivery.feed);
            return;
        }
        delivery.state = delivery.state.to(RecordState.SETTLING);
        delivery.feed.returning(delivery.record, delivery.offset);
        // Who joins next is handed this record, and none behind it, though the journal is slow.
        delivery.feed.comingBack++;
        var entry = new Entry.Tried(subscription.id(), delivery.feed.index, delivery.offset, delivery.before);
        decisions.note(List.of(entry), () -> {
            delivery.feed.comingBack--;
            givenBack(delivery, delivery.before);
        });
    }

    /** The record waits for its next hand-out, now or when it is due. */
    void givenBack(LocalDelivery delivery, Attempts known) {
        boolean scheduled = known.dueAtMillis() > loop.nowMillis();
        delivery.state = delivery.state.to(
                scheduled && delivery.state == RecordState.SETTLING ? RecordState.SCHEDULED : RecordState.AVAILABLE);
        unlink(delivery);
        delivery.feed.keys().back(delivery.record, delivery.offset);
        delivery.feed.giveBack(delivery.offset, known, loop.nowMillis());
        takeBackBehind(delivery);
        feeds.activate(delivery.feed);
    }

    /** A record is about to be given back: from here on nothing overtakes it. */
    void returning(LocalDelivery delivery) {
        delivery.feed.returning(delivery.record, delivery.offset);
        takeBackBehind(delivery);
    }

    /**
     * Takes back what was handed out behind a record, if order is strict: it comes again behind that record, and this
     * hand-out does not count.
     */
    private void takeBackBehind(LocalDelivery first) {
        if (!first.feed.isStrict() || first.member == null) {
            return;
        }
        for (var delivery : first.member.held()) {
            if (delivery.feed == first.feed
                    && delivery.offset > first.offset
                    && delivery.state == RecordState.ACQUIRED) {
                takeBack(delivery);
            }
        }
    }

    private void takeBack(LocalDelivery delivery) {
        delivery.state = delivery.state.to(RecordState.AVAILABLE);
        unlink(delivery);
        delivery.feed.keys().back(delivery.record, delivery.offset);
        delivery.feed.takeBack(delivery.offset, delivery.before, delivery.marked);
    }

    void settled(LocalDelivery delivery, RecordState end) {
        delivery.state = delivery.state.to(end);
        unlink(delivery);
        if (delivery.feed.withheld().isClaimed(delivery.offset)) {
            delivery.feed.claimSettled(delivery.offset);
        } else {
            delivery.feed.settled(delivery.record, delivery.offset);
        }
        feeds.activate(delivery.feed);
    }

    void parked(LocalDelivery delivery) {
        delivery.state = delivery.state.to(RecordState.PARKED);
        unlink(delivery);
        delivery.feed.park(delivery.record, delivery.offset);
        feeds.activate(delivery.feed);
    }

    void renewed(LocalDelivery delivery, long leaseEndMillis) {
        delivery.leaseEndMillis = leaseEndMillis;
        arm(delivery.member, leaseEndMillis);
    }

    /** Leases of a consumer are looked through at that time. */
    void arm(Member member, long leaseEndMillis) {
        if (member.leaseAlarm == null) {
            member.leaseAlarm = new Alarms.Alarm(subscription, () -> expireLeases(member));
        }
        loop.alarms().arm(member.leaseAlarm, leaseEndMillis);
    }

    /** A delivery whose lease has run out counts as one, goes to others, and can no longer be settled. */
    private void expireLeases(Member member) {
        long now = loop.nowMillis();
        long next = Alarms.NEVER;
        for (var delivery : member.held()) {
            if (delivery.state == RecordState.ACQUIRED && delivery.leaseEndMillis <= now) {
                givenBack(delivery, delivery.counted().due(delivery.before.failed(), 0));
            } else if (delivery.state == RecordState.ACQUIRED) {
                next = Math.min(next, delivery.leaseEndMillis);
            }
        }
        if (next != Alarms.NEVER) {
            arm(member, Math.max(next, now + Member.LEASE_SLACK_MILLIS));
        }
    }

    /** Settles a delivery whose transaction was committed. */
    void accepted(LocalDelivery delivery) {
        if (!subscription.isDurable()) {
            progress.apply(Entry.Settled.one(subscription.id(), delivery.feed.index, delivery.offset));
        }
        counters.accepted++;
        settled(delivery, RecordState.ACKNOWLEDGED);
        var now = feeds.feed(delivery.feed.index);
        if (now != delivery.feed) {
            now.claimSettled(delivery.offset);
        }
    }

    /** Gives back a delivery whose prepared transaction was rolled back: the hand-out was in vain. */
    void unlocked(LocalDelivery delivery) {
        givenBack(delivery, delivery.expired());
        var now = feeds.feed(delivery.feed.index);
        if (now != delivery.feed) {
            now.unlocked(delivery.offset);
        }
    }

    /** The transaction did not happen: the consumer has it as before, unless it is gone. */
    void unreserve(LocalDelivery delivery) {
        delivery.state = delivery.state.to(RecordState.ACQUIRED);
        if (delivery.member.hasLeft() || consumers.areFenced() || delivery.feed.hasWaitingBefore(delivery.offset)) {
            giveBackUncounted(delivery);
        } else if (delivery.leaseEndMillis != Alarms.NEVER) {
            arm(delivery.member, delivery.leaseEndMillis);
        }
    }
}
