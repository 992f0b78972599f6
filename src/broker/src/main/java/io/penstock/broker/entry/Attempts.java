package io.penstock.broker.entry;

import io.penstock.Times;

/**
 * Tells what a subscription knows of a record that it has tried before. It is kept only for records that are not
 * settled and were handed out in vain at least once; all others share {@link #NONE}.
 *
 * @param failed runs that failed
 * @param deliveries hand-outs of any kind
 * @param firstDeliveredAtMillis since the epoch
 * @param dueAtMillis before which it is not handed out again; 0 for at once
 */
public record Attempts(int failed, int deliveries, long firstDeliveredAtMillis, long dueAtMillis) {

    public static final Attempts NONE = new Attempts(0, 0, 0, 0);

    /** A copy with one more hand-out, at that time. */
    public Attempts delivered(long nowMillis) {
        return new Attempts(failed, deliveries + 1, deliveries == 0 ? nowMillis : firstDeliveredAtMillis, dueAtMillis);
    }

    public Attempts due(int failedRuns, long atMillis) {
        return new Attempts(failedRuns, deliveries, firstDeliveredAtMillis, atMillis);
    }

    /** The clock was set by so much: times that were to come, and that have passed, lie as far away as before. */
    public Attempts moved(long millis) {
        return new Attempts(failed, deliveries, moved(firstDeliveredAtMillis, millis), moved(dueAtMillis, millis));
    }

    private static long moved(long time, long millis) {
        return time == 0 ? 0 : Math.max(1, Times.sum(time, millis));
    }
}
