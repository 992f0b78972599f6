package io.penstock.quarkus.listener;

/**
 * Decides how many deliveries a consumer may hold: as many as it processes within a moment. So a fast handler does not
 * wait for the next message to be handed over, and no message waits behind a slow one that another consumer could take.
 * It is safe for use by any thread.
 */
final class Prefetch {

    /** The time that a prefetched message waits: more than a hand-over takes, less than a person notices. */
    static final long HORIZON_NANOS = 10_000_000;

    /** The weight of the newest run in the average, which follows a change within about as many runs as its inverse. */
    private static final double WEIGHT = 1.0 / 8;

    private final int limit;
    private int allowed;
    private double averageNanos = HORIZON_NANOS;

    /** @param limit the number of deliveries that is never exceeded, at least 1 */
    Prefetch(int limit) {
        this.limit = limit;
    }

    /** The number of deliveries to request at the beginning. */
    synchronized int first() {
        allowed = 1;
        return allowed;
    }

    /** The number of deliveries to request after a run has ended; 0 if enough are held. */
    synchronized int next(long runNanos) {
        averageNanos += (runNanos - averageNanos) * WEIGHT;
        long wanted = (long) Math.max(1, Math.min(limit, HORIZON_NANOS / Math.max(1, averageNanos)));
        allowed--;
        int more = (int) Math.max(0, wanted - allowed);
        allowed += more;
        return more;
    }
}
