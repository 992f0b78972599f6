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

    /** The time of a run of a handler that is fast: far less than to settle its message by itself takes. */
    private static final long FAST_NANOS = 20_000;

    private final int limit;
    private final int batch;
    private boolean paused;

    /** The number of deliveries that were requested and whose run has not ended. */
    private int allowed;

    /** The number of those that have arrived. */
    private int held;

    private double averageNanos = HORIZON_NANOS;

    /** Whether single deliveries are processed fast. It is asked about each, so it takes no lock. */
    private volatile boolean isFast;

    /** @param limit the number of deliveries that is never exceeded, at least 1 */
    Prefetch(int limit) {
        this(limit, 1);
    }

    /**
     * The prefetch of a consumer that processes several deliveries in one run.
     *
     * @param limit the number of deliveries that is never exceeded, at least that of a batch
     * @param batch the number of deliveries in the largest batch, at least 1
     */
    Prefetch(int limit, int batch) {
        this.limit = limit;
        this.batch = batch;
    }

    /** The number of deliveries in the largest batch. */
    int batch() {
        return batch;
    }

    /** The number of deliveries to request at the beginning. */
    synchronized int first() {
        allowed = batch;
        return allowed;
    }

    /** Counts deliveries that have arrived. */
    synchronized void received(int deliveries) {
        held += deliveries;
    }

    /** The number of deliveries to request after a run has ended; 0 if enough are held, or none are wanted now. */
    synchronized int next(long runNanos, int ended) {
        averageNanos += (runNanos - averageNanos) * WEIGHT;
        isFast = batch == 1 && averageNanos < FAST_NANOS;
        allowed -= ended;
        held -= ended;
        return more();
    }

    /** Nothing is wanted until {@link #resume}; what was requested and has not arrived is taken back. */
    synchronized void pause() {
        paused = true;
        allowed = held;
    }

    /** The number of deliveries to request after a pause; 0 if enough are held. */
    synchronized int resume() {
        paused = false;
        // Some may have been on their way when the pause began.
        allowed = Math.max(allowed, held);
        return more();
    }

    /** Whether single deliveries are processed so fast that to settle them one by one would take longer. */
    boolean isFast() {
        return isFast;
    }

    private int more() {
        if (paused) {
            return 0;
        }
        long runs = (long) Math.max(1, Math.min(limit / batch, HORIZON_NANOS / Math.max(1, averageNanos)));
        int more = (int) Math.max(0, runs * batch - allowed);
        if (batch == 1 && allowed > runs / 2) {
            return 0; // To ask for each by itself costs as much as to ask for many.
        }
        allowed += more;
        return more;
    }
}
