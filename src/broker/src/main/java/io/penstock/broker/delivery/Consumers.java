package io.penstock.broker.delivery;

import io.penstock.broker.entry.RecordPosition;
import io.penstock.broker.feed.PartitionFeed;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps the consumers of a subscription and their deliveries. Consumers that have left stay here while a delivery of
 * theirs is on its way to the journal, or prepared. It belongs to the subscription's loop.
 */
final class Consumers {

    private final LocalSubscription subscription;
    private final Set<Member> leaving = new LinkedHashSet<>();
    private Membership members;

    /** Those whose handlers are called at the end of the turn. */
    private List<Member> called = new ArrayList<>();

    final CreditChanges creditChanges = new CreditChanges();

    /** Deliveries that consumers have. */
    int acquired;

    /** Records whose next hand-out is on its way to the journal. */
    int marking;

    /** Records that become dead letters without being handed out. */
    int burying;

    /** Whether the subscription stands still: what consumers had was taken from them, and nothing goes back. */
    private boolean fenced;

    Consumers(LocalSubscription subscription) {
        this.subscription = subscription;
        members = newMembership();
    }

    private Membership newMembership() {
        return new Membership(
                subscription.declared(), subscription.destination().partitions().width());
    }

    Membership members() {
        return members;
    }

    /** Sorts the members anew, because the declaration of the subscription has changed. */
    void regroup() {
        var all = members.all();
        members = newMembership();
        all.forEach(members::add);
    }

    /** Lets the members have the credit that they have asked for until now. The result is false if there is no news. */
    boolean applyCreditChanges() {
        if (creditChanges.isEmpty()) {
            return false;
        }
        creditChanges.takeAll(members::changed);
        return true;
    }

    void call(Member member) {
        called.add(member);
    }

    List<Member> takeCalled() {
        if (called.isEmpty()) {
            return List.of();
        }
        var taken = called;
        called = new ArrayList<>();
        return taken;
    }

    void leave(Member member) {
        members.leave(member);
        leaving.removeIf(before -> before.acquired() == 0);
        leaving.add(member);
    }

    /** All deliveries that consumers have, or had when they left, and that are neither settled nor back yet. */
    List<LocalDelivery> held() {
        var held = new ArrayList<LocalDelivery>(acquired);
        members.all().forEach(member -> held.addAll(member.held()));
        leaving.forEach(member -> held.addAll(member.held()));
        return held;
    }

    /** The offsets of one partition that consumers hold. */
    Set<Long> held(int partition) {
        var offsets = new HashSet<Long>();
        for (var delivery : held()) {
            if (delivery.feed.index == partition) {
                offsets.add(delivery.offset);
            }
        }
        return offsets;
    }

    /** The positions of all those deliveries. */
    Set<RecordPosition> heldPositions() {
        var positions = new HashSet<RecordPosition>();
        for (var delivery : held()) {
            positions.add(new RecordPosition(delivery.feed.index, delivery.offset));
        }
        return positions;
    }

    /** Whether they have something of a feed below that offset. */
    boolean holdBelow(PartitionFeed feed, long offset) {
        return held().stream().anyMatch(held -> held.feed == feed && held.offset < offset);
    }

    /** Whether nobody has anything but that number of deliveries, and nothing is on its way to being held. */
    boolean areIdleBut(int deliveries) {
        return acquired == deliveries && marking == 0 && burying == 0;
    }

    boolean areFenced() {
        return fenced;
    }

    void fence(boolean now) {
        fenced = now;
    }
}
