package io.penstock.broker.delivery;

import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.DeliveryHandler;
import io.penstock.PenstockException;
import io.penstock.broker.feed.Taker;
import io.penstock.broker.loop.Alarms;
import io.penstock.broker.loop.LoopContext;
import io.penstock.broker.loop.Signal;
import io.penstock.broker.record.MessageRules;
import io.penstock.broker.share.LastLooks;
import io.penstock.broker.share.Owners;
import io.penstock.broker.share.SharedCredit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A consumer as its subscription sees it: its credit and its deliveries. Any thread may change its credit; the rest
 * belongs to the subscription's loop.
 */
public final class Member implements Taker, Owners.Owner, LastLooks.Asker {

    /** Leases are looked through at most this often while they run out one by one. */
    static final long LEASE_SLACK_MILLIS = 100;

    /** Who works on one record after the other: a name, and what it takes. */
    record Worker(String name, String filter) {}

    private final ConsumerOptions options;
    private final DeliveryHandler handler;
    private final AtomicLong credit = new AtomicLong();
    private final Worker worker;
    private final CreditChanges changes;
    private final AtomicBoolean changed = new AtomicBoolean();
    private final Signal wanting;
    private volatile boolean paused;

    /** The part of a credit that it shares with others; null if it has a credit of its own. */
    private final SharedCredit.Part shared;

    /** Whether it has taken its part of what is shared in this turn. */
    private boolean asked;

    /** The group of members that take the same records; known when it has joined. */
    FilterGroup taker;

    /** Who goes on with its groups when it takes no more; null where groups have no owners. */
    Crew crew;

    /** Rings when a lease may have ended; null until there was one that ends. */
    Alarms.Alarm leaseAlarm;

    private final long leaseMillis;
    private final long maxProcessingMillis;
    private long delivered;
    private boolean left;
    private boolean hadRoom;
    private long allowance;
    private Set<Integer> owned = Set.of();
    private List<Delivery> batch = new ArrayList<>();
    private LocalDelivery first;
    private LocalDelivery last;
    private int acquired;

    /**
     * @param changes lists it when its credit has changed
     * @param changed runs on the loop when the member may be handed more or less than before
     * @param credit that it shares with others; null for one of its own
     */
    Member(
            ConsumerOptions options,
            DeliveryHandler handler,
            LoopContext loop,
            CreditChanges changes,
            Runnable changed,
            SharedCredit credit) {
        this.options = options;
        this.handler = handler;
        this.changes = changes;
        worker = options.worker() == null ? null : new Worker(options.worker(), options.filter());
        wanting = new Signal(loop, changed);
        shared = credit == null ? null : credit.join(wanting);
        leaseMillis = millis(options.lease());
        maxProcessingMillis = millis(options.maxProcessingTime());
    }

    private static long millis(Duration duration) {
        return (duration.compareTo(MessageRules.MAX_DELAY) > 0 ? MessageRules.MAX_DELAY : duration).toMillis();
    }

    /** Adds to its own credit. Any thread may call this. */
    public void request(long deliveries) {
        paused = false;
        credit.updateAndGet(now -> now > Long.MAX_VALUE - deliveries ? Long.MAX_VALUE : now + deliveries);
        changes.add(this);
        wanting.raise();
    }

    /** Takes away its own credit. Any thread may call this. */
    public void pause() {
        credit.set(0);
        paused = true;
        changes.add(this);
        wanting.raise();
    }

    /** Whether it was not marked before. */
    boolean markChanged() {
        return !changed.get() && changed.compareAndSet(false, true);
    }

    void resetChanged() {
        changed.set(false);
    }

    /** Takes no more of the credit that it shares. From any thread. */
    public void forfeit() {
        shared.leave();
    }

    public ConsumerOptions options() {
        return options;
    }

    /** Whether it has left, or takes nothing until it asks again. */
    boolean isAway() {
        return left || paused;
    }

    /** As the owner of groups: others of its crew take them in its place. */
    @Override
    public boolean hasRoom() {
        return isAway() ? crew != null && crew.hasRoom() : allowance > 0;
    }

    @Override
    public boolean worksInOrder() {
        return worker != null;
    }

    /** Whom it works for on one record after the other; null if it does not. Equal for those who share their groups. */
    Worker worker() {
        return worker;
    }

    boolean hasLeft() {
        return left;
    }

    void left() {
        left = true;
    }

    int acquired() {
        return acquired;
    }

    /** Hand-outs of any kind. */
    long delivered() {
        return delivered;
    }

    /** The number of records that it may be handed in this turn. */
    long allowance() {
        return allowance;
    }

    void loadAllowance() {
        asked = !left;
        allowance = left ? 0 : shared == null ? credit.get() : shared.take();
        hadRoom = allowance > 0;
    }

    @Override
    public boolean hasRoomLeft() {
        return !left && allowance > 0;
    }

    @Override
    public boolean hadRoom() {
        return hadRoom;
    }

    void forfeitAllowance() {
        allowance = 0;
    }

    /** Whether {@link #endOfTurn} has to be told. */
    boolean isSharing() {
        return shared != null;
    }

    boolean takesFrom(SharedCredit credits) {
        return shared != null && shared.isOf(credits);
    }

    /** Leaves to others the credit that it did not use. */
    void endOfTurn() {
        shared.endOfTurn(asked, allowance);
        allowance = 0;
        asked = false;
    }

    /** The handler is to have it by the end of this turn; true if it is the first one. */
    boolean hand(LocalDelivery delivery) {
        batch.add(delivery);
        delivered++;
        return batch.size() == 1;
    }

    /** The end of a lease of that length that begins now; never later than the delivery may be held. */
    long leaseEnd(LocalDelivery delivery, long nowMillis, long lease) {
        long limit = maxProcessingMillis == 0 ? Alarms.NEVER : delivery.handedOutAtMillis + maxProcessingMillis;
        return lease == 0 ? limit : Math.min(limit, nowMillis + lease);
    }

    /** Notes that it has the record, and has used its credit for it. */
    void hold(LocalDelivery delivery) {
        allowance--;
        if (shared == null) {
            credit.updateAndGet(now -> now == Long.MAX_VALUE ? now : Math.max(0, now - 1));
        }
        delivery.leaseEndMillis = leaseEnd(delivery, delivery.handedOutAtMillis, leaseMillis);
        delivery.previous = last;
        if (last == null) {
            first = delivery;
        } else {
            last.next = delivery;
        }
        last = delivery;
        acquired++;
    }

    void unlink(LocalDelivery delivery) {
        if (delivery.previous == null) {
            first = delivery.next;
        } else {
            delivery.previous.next = delivery.next;
        }
        if (delivery.next == null) {
            last = delivery.previous;
        } else {
            delivery.next.previous = delivery.previous;
        }
        delivery.previous = null;
        delivery.next = null;
        acquired--;
    }

    /** A copy of the list of deliveries that it holds. */
    List<LocalDelivery> held() {
        var all = new ArrayList<LocalDelivery>(acquired);
        for (var delivery = first; delivery != null; delivery = delivery.next) {
            all.add(delivery);
        }
        return all;
    }

    /** Takes the deliveries that were handed to it in this turn. */
    List<Delivery> takeBatch() {
        if (batch.isEmpty()) {
            return List.of();
        }
        var taken = batch;
        batch = new ArrayList<>(taken.size());
        return taken;
    }

    @Override
    public String ownerName() {
        return options.name();
    }

    @Override
    public Set<Integer> owned() {
        return owned;
    }

    @Override
    public void owns(String destination, SortedSet<Integer> partitions) {
        owned = Collections.unmodifiableSortedSet(partitions);
        handler.owns(destination, owned);
    }

    void closed(PenstockException reason) {
        handler.closed(reason);
    }

    void handle(List<Delivery> deliveries) {
        handler.handle(deliveries);
    }
}
