package io.penstock.kafka.failover;

import java.time.Duration;

/** Measures the longest time without an acknowledgement, and passes on everything that is told. */
final class GapWatch implements Told {

    private final Told next;
    private long lastNanos = System.nanoTime();
    private long longestNanos;
    private int acknowledged;

    GapWatch(Told next) {
        this.next = next;
    }

    /** Begins anew. */
    synchronized void begin() {
        longestNanos = 0;
        acknowledged = 0;
    }

    /** What was acknowledged since it began. */
    synchronized int acknowledged() {
        return acknowledged;
    }

    synchronized Duration longestGap() {
        return Duration.ofNanos(Math.max(longestNanos, System.nanoTime() - lastNanos));
    }

    @Override
    public void sent(String id) {
        synchronized (this) {
            long now = System.nanoTime();
            longestNanos = Math.max(longestNanos, now - lastNanos);
            lastNanos = now;
            acknowledged++;
        }
        next.sent(id);
    }

    @Override
    public void handed(String id, long epoch) {
        next.handed(id, epoch);
    }

    @Override
    public void accepted(String id, long epoch) {
        next.accepted(id, epoch);
    }

    @Override
    public void moved(String id, long epoch) {
        next.moved(id, epoch);
    }
}
