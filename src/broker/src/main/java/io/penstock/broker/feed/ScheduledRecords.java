package io.penstock.broker.feed;

import io.penstock.broker.loop.Alarms;

import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/**
 * Keeps the records of one feed that wait for their time, and the alarm for the earliest. It belongs to the
 * subscription's loop.
 */
final class ScheduledRecords {

    /** The largest number of scheduled records, of 16 bytes each. Beyond it, those behind are not looked at yet. */
    static final int MAX_SCHEDULED = 1 << 21;

    private final DueHeap heap = new DueHeap();
    private final PartitionProgress progress;
    private Alarms.Alarm alarm;

    ScheduledRecords(PartitionProgress progress) {
        this.progress = progress;
    }

    int size() {
        return heap.size();
    }

    boolean isFull() {
        return heap.size() >= MAX_SCHEDULED;
    }

    long earliestMillis() {
        return heap.earliestMillis();
    }

    void add(long dueAtMillis, long offset) {
        heap.add(dueAtMillis, offset);
    }

    /** Removes the offset that is due first. */
    long poll() {
        return heap.poll();
    }

    /** Forgets those offsets, and tells each. */
    void removeIf(LongPredicate forgotten, LongConsumer told) {
        heap.removeIf(at -> {
            boolean isForgotten = forgotten.test(at);
            if (isForgotten) {
                told.accept(at);
            }
            return isForgotten;
        });
    }

    /** The progress knows other times for retries. */
    void clockMoved() {
        heap.retime((at, before) -> {
            long retry = progress.attempts(at).dueAtMillis();
            return retry == 0 ? before : retry;
        });
    }

    /** @param atMillis when the feed is to be asked again; {@link Alarms#NEVER} if there is no such time */
    void arm(Alarms alarms, long atMillis, FeedOwner owner, PartitionFeed feed) {
        if (atMillis == Alarms.NEVER) {
            return;
        }
        if (alarm == null) {
            alarm = new Alarms.Alarm(null, () -> owner.activate(feed));
        }
        alarms.arm(alarm, atMillis);
    }

    void disarm(Alarms alarms) {
        alarms.cancel(alarm);
    }
}
