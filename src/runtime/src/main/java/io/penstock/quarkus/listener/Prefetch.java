package io.penstock.quarkus.listener;

/**
 * Decides how many deliveries a consumer may hold: as many as it processes within a moment. A fast handler then need
 * not wait for the next message to be handed over, and behind a slow one none waits that another consumer could take.
 * Safe for use by any thread.
 */
final class Prefetch {

    /** What is held in advance waits that long: more than a hand-over takes, less than a person notices. */
    static final long HORIZON_NANOS = 10_000_000;

    /** Weight of the newest run in the average: it follows a change within about as many runs. */
    private static final double WEIGHT = 1.0 / 8;

    private final int limit;
    private int allowed;
    private double averageNanos = HORIZON_NANOS;

    /** @param limit which is never exceeded; 1 or more */
    Prefetch(int limit) {
        this.limit = limit;
    }

    /** Deliveries to ask for before the first one is seen. */
    synchronized int first() {
        allowed = 1;
        return allowed;
    }

    /** Deliveries to ask for now that one has ended; 0 if enough are held. */
    synchronized int next(long runNanos) {
        averageNanos += (runNanos - averageNanos) * WEIGHT;
        long wanted = (long) Math.max(1, Math.min(limit, HORIZON_NANOS / Math.max(1, averageNanos)));
        allowed--;
        int more = (int) Math.max(0, wanted - allowed);
        allowed += more;
        return more;
    }
}
