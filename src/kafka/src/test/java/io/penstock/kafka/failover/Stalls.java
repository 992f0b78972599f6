package io.penstock.kafka.failover;

import io.penstock.kafka.owner.Moment;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Stalls the owners of an instance at random for one to three leases: before they write, before they tell of what was
 * acknowledged, or before they say that they are there. Either one thread is stalled, or all of them, as if the process
 * stood still. The seed decides when, how and for how long.
 */
final class Stalls implements Moment.Listener {

    private static final Moment[] MOMENTS = {Moment.BEFORE_FRAME, Moment.BEFORE_CONFIRMATION, Moment.BEFORE_ALIVE};

    private final AtomicInteger count = new AtomicInteger();
    private final Random random;
    private final long leaseNanos;
    private final BooleanSupplier isOver;
    private long dueNanos;
    private Moment next;

    /** Until when all threads are stalled. */
    private long allUntilNanos = System.nanoTime();

    Stalls(long seed, Duration lease, BooleanSupplier isOver) {
        random = new Random(seed);
        leaseNanos = lease.toNanos();
        this.isOver = isOver;
        choose();
    }

    /** How many there were. */
    int count() {
        return count.get();
    }

    private void choose() {
        dueNanos = System.nanoTime() + (long) (leaseNanos * (0.5 + 4 * random.nextDouble()));
        next = MOMENTS[random.nextInt(MOMENTS.length)];
    }

    @Override
    public void at(Moment moment) {
        long until = until(moment, System.nanoTime());
        while (until - System.nanoTime() > 0 && !isOver.getAsBoolean()) {
            LockSupport.parkNanos(this, Math.min(until - System.nanoTime(), leaseNanos / 10));
        }
    }

    private synchronized long until(Moment moment, long now) {
        if (moment != next || now - dueNanos < 0) {
            return allUntilNanos;
        }
        long until = now + (long) (leaseNanos * (1 + 2 * random.nextDouble()));
        if (random.nextBoolean()) {
            allUntilNanos = until;
        }
        choose();
        count.incrementAndGet();
        return until;
    }
}
