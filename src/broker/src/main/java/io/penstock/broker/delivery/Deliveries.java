package io.penstock.broker.delivery;

import io.penstock.broker.entry.Attempts;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.loop.Alarms;
import io.penstock.broker.loop.LoopContext;

import java.util.List;

/**
 * What becomes of a subscription's deliveries after their hand-out, except for what is journaled of it. Belongs to the
 * subscription's loop.
 */
final class Deliveries {

    private final SubscriptionEngine engine;
    private final SubscriptionContext context;
    private final LoopContext loop;
    private final HandOut handOut;
    private final Counters counters;

    Deliveries(SubscriptionEngine engine, SubscriptionContext context, HandOut handOut, Counters counters) {
        this.engine = engine;
        this.context = context;
        loop = context.loop();
        this.handOut = handOut;
        this.counters = counters;
    }

    /** All that its consumers hold, as if it had never been handed out. */
    void giveBackUncounted(Member member) {
        member.held().forEach(this::giveBackUncounted);
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
            handOut.activate(delivery.feed);
            return;
        }
        delivery.state = delivery.state.to(RecordState.SETTLING);
        var entry = new Entry.Tried(engine.id(), delivery.feed.index, delivery.offset, delivery.before);
        context.decide(new Decision(engine, false, List.of(entry), List.of(), new HandOut.Quiet(() -> {
            givenBack(delivery, delivery.before);
        })));
    }

    /** The record waits for its next hand-out, now or when it is due. */
    void givenBack(LocalDelivery delivery, Attempts known) {
        boolean scheduled = known.dueAtMillis() > loop.nowMillis();
        delivery.state = delivery.state.to(
                scheduled && delivery.state == RecordState.SETTLING ? RecordState.SCHEDULED : RecordState.AVAILABLE);
        handOut.unlink(delivery);
        delivery.feed.giveBack(delivery.offset, known, loop.nowMillis());
        takeBackBehind(delivery);
        handOut.activate(delivery.feed);
    }

    /** A record is about to be given back: from here on nothing overtakes it. */
    void returning(LocalDelivery delivery) {
        delivery.feed.returning(delivery.offset);
        takeBackBehind(delivery);
    }

    /**
     * Where order is strict, what was handed out behind a record comes again behind it, and this one did not happen.
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
        handOut.unlink(delivery);
        delivery.feed.takeBack(delivery.offset, delivery.before, delivery.marked);
    }

    void settled(LocalDelivery delivery, RecordState end) {
        delivery.state = delivery.state.to(end);
        handOut.unlink(delivery);
        if (delivery.feed.withheld().isClaimed(delivery.offset)) {
            delivery.feed.claimSettled(delivery.offset);
        } else {
            delivery.feed.settled(delivery.record, delivery.offset);
        }
        handOut.activate(delivery.feed);
    }

    void parked(LocalDelivery delivery) {
        delivery.state = delivery.state.to(RecordState.PARKED);
        handOut.unlink(delivery);
        delivery.feed.park(delivery.record, delivery.offset);
        handOut.activate(delivery.feed);
    }

    void renewed(LocalDelivery delivery, long leaseEndMillis) {
        delivery.leaseEndMillis = leaseEndMillis;
        loop.alarms().arm(delivery.member.leaseAlarm, leaseEndMillis);
    }

    /** A delivery whose lease has run out counts as one, goes to others, and can no longer be settled. */
    void expireLeases(Member member) {
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
            loop.alarms().arm(member.leaseAlarm, Math.max(next, now + Member.LEASE_SLACK_MILLIS));
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
        var now = engine.feed(delivery.feed.index);
        if (now != delivery.feed) {
            now.claimSettled(delivery.offset);
        }
    }

    /** What was prepared was rolled back: the hand-out was in vain. */
    void unlocked(LocalDelivery delivery) {
        givenBack(delivery, delivery.expired());
        var now = engine.feed(delivery.feed.index);
        if (now != delivery.feed) {
            now.unlocked(delivery.offset);
        }
    }

    /** The transaction did not happen: the consumer has it as before, unless it is gone. */
    void unreserve(LocalDelivery delivery) {
        delivery.state = delivery.state.to(RecordState.ACQUIRED);
        if (delivery.member.hasLeft() || engine.isSeeking() || delivery.feed.hasWaitingBefore(delivery.offset)) {
            giveBackUncounted(delivery);
        } else if (delivery.leaseEndMillis != Alarms.NEVER) {
            loop.alarms().arm(delivery.member.leaseAlarm, delivery.leaseEndMillis);
        }
    }
}
