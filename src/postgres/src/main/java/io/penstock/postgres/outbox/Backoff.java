package io.penstock.postgres.outbox;

import java.time.Duration;

/**
 * The time until something is tried again: it doubles with each refusal.
 *
 * @param first after the first refusal
 * @param longest after many
 */
record Backoff(Duration first, Duration longest) {

    /** Doubling more often than this would pass any longest time that is allowed. */
    private static final int MAX_DOUBLINGS = 30;

    /** @param refusals before, not counting the one that is waited for now */
    Duration after(int refusals) {
        var delay = first.multipliedBy(1L << Math.min(Math.max(refusals, 0), MAX_DOUBLINGS));
        return delay.compareTo(longest) > 0 ? longest : delay;
    }
}
