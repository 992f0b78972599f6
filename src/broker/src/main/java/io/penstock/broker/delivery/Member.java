package io.penstock.broker.delivery;

import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.DeliveryHandler;
import io.penstock.PenstockException;
import io.penstock.broker.loop.Alarms;
import io.penstock.broker.loop.Signal;
import io.penstock.broker.record.MessageRules;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/** A consumer: its credit may be changed by any thread, the rest belongs to the subscription's loop. */
public final class Member implements Consumer {

    /** Leases are looked through at most this often while they run out one by one. */
    static final long LEASE_SLACK_MILLIS = 100;

    private final SubscriptionEngine engine;
    private final ConsumerOptions options;
    private final DeliveryHandler handler;
    private final AtomicLong credit = new AtomicLong();
    private final Signal wanting;

    /** Whom it shares its credit with; null for its own. */
    private final SharedCredit shared;

    /** Whether it has taken its part of what is shared in this turn. */
    private boolean asked;

    /** Whom it takes the same records as; known when it has joined. */
    FilterGroup taker;

    final Alarms.Alarm leaseAlarm;
    private final long leaseMillis;
    private final long maxProcessingMillis;
    private long delivered;
    private boolean left;
    private long allowance;
    private List<Delivery> batch = new ArrayList<>();
    private LocalDelivery first;
    private LocalDelivery last;
    private int acquired;

    public Member(SubscriptionEngine engine, ConsumerOptions options, DeliveryHandler handler) {
        this(engine, options, handler, null);
    }

    Member(SubscriptionEngine engine, ConsumerOptions options, DeliveryHandler handler, SharedCredit shared) {
        this.shared = shared;
        this.engine = engine;
        this.options = options;
        this.handler = handler;
        leaseMillis = millis(options.lease());
        maxProcessingMillis = millis(options.maxProcessingTime());
        wanting = new Signal(engine.loop(), engine::wake);
        leaseAlarm = new Alarms.Alarm(() -> engine.deliveries().expireLeases(this));
    }

    private static long millis(Duration duration) {
        return (duration.compareTo(MessageRules.MAX_DELAY) > 0 ? MessageRules.MAX_DELAY : duration).toMillis();
    }

    @Override
    public void request(long deliveries) {
        if (deliveries <= 0) {
            throw new IllegalArgumentException(
                    "Consumer '" + options.name() + "' requested " + deliveries + " deliveries: at least 1 is needed.");
        }
        credit.updateAndGet(now -> now > Long.MAX_VALUE - deliveries ? Long.MAX_VALUE : now + deliveries);
        wanting.raise();
    }

    @Override
    public void pause() {
        credit.set(0);
    }

    @Override
    public void drain() {
        lookAgain();
        engine.loop().ask(() -> {
            pause();
            return null;
        });
    }

    /**
     * Has the turn that has begun when this returns look at all partitions, whether or not their newest messages have
     * been told yet. Turns before that one are over then.
     */
    void lookAgain() {
        engine.loop().ask(() -> {
            for (var feed : engine.feeds()) {
                engine.activate(feed);
            }
            return null;
        });
    }

    @Override
    public CompletionStage<Void> accept(Collection<? extends Delivery> deliveries) {
        var own = new ArrayList<LocalDelivery>(deliveries.size());
        for (var delivery : deliveries) {
            if (!(delivery instanceof LocalDelivery local) || local.member != this) {
                throw new PenstockException.InvalidConfiguration(
                        "Consumer '" + options.name() + "' cannot accept " + delivery + ": it was handed to another.");
            }
            own.add(local);
        }
        var together = new AcceptTogether(engine, own);
        engine.loop().submit(together);
        return together;
    }

    @Override
    public ConsumerOptions options() {
        return options;
    }

    @Override
    public void close() {
        engine.leave(this);
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

    /** How many more it may be handed in this turn. */
    long allowance() {
        return allowance;
    }

    void loadAllowance() {
        asked = !left;
        allowance = left ? 0 : shared == null ? credit.get() : shared.take(this);
    }

    /** Whether {@link #endOfTurn} has to be told. */
    boolean isSharing() {
        return shared != null;
    }

    boolean takesFrom(SharedCredit credits) {
        return shared == credits;
    }

    /** Others may have what it did not use. */
    void endOfTurn() {
        shared.endOfTurn(this, asked, allowance);
        allowance = 0;
        asked = false;
    }

    /** There may be credit. Called by any thread. */
    void wake() {
        wanting.raise();
    }

    /** The handler is to have it by the end of this turn. */
    void hand(LocalDelivery delivery) {
        batch.add(delivery);
        delivered++;
    }

    /** When a lease of that length ends that begins now: never later than the delivery may be held. */
    long leaseEnd(LocalDelivery delivery, long nowMillis, long lease) {
        long limit = maxProcessingMillis == 0 ? Alarms.NEVER : delivery.handedOutAtMillis + maxProcessingMillis;
        return lease == 0 ? limit : Math.min(limit, nowMillis + lease);
    }

    /** It has the record, and has used its credit for it. */
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

    /** What it holds, a copy. */
    List<LocalDelivery> held() {
        var all = new ArrayList<LocalDelivery>(acquired);
        for (var delivery = first; delivery != null; delivery = delivery.next) {
            all.add(delivery);
        }
        return all;
    }

    /** What was handed to it in this turn. */
    List<Delivery> takeBatch() {
        if (batch.isEmpty()) {
            return List.of();
        }
        var taken = batch;
        batch = new ArrayList<>(taken.size());
        return taken;
    }

    void handle(List<Delivery> deliveries) {
        handler.handle(deliveries);
    }
}
