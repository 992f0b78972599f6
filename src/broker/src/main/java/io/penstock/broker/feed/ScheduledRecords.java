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

    /** Offsets whose time has come, by offset: as small as before, however many become due together. */
    private final DueHeap due = new DueHeap();

    private final PartitionProgress progress;
    private Alarms.Alarm alarm;

    /** What all partitions may have together; null if nobody else has any. */
    private ScheduledBound bound;

    ScheduledRecords(PartitionProgress progress) {
        this.progress = progress;
    }

    int size() {
        return heap.size();
    }

    void bound(ScheduledBound shared) {
        bound = shared;
    }

    boolean isFull() {
        int known = heap.size() + due.size();
        return known >= MAX_SCHEDULED || bound != null && bound.isReached(known);
    }

    long earliestMillis() {
        return heap.earliestMillis();
    }

    void add(long dueAtMillis, long offset) {
        heap.add(dueAtMillis, offset);
        changed(1);
    }

    private void changed(long by) {
        if (bound != null) {
            bound.changed(by);
        }
    }

    /** Nobody asks for any of them again. */
    void clear() {
        changed(-heap.size() - due.size());
        heap.clear();
        due.clear();
        bound = null;
    }

    /** Those whose time has come may be taken. */
    void come(long nowMillis) {
        while (heap.earliestMillis() <= nowMillis) {
            long at = heap.poll();
            due.add(at, at);
        }
    }

    /** The lowest offset whose time has come; {@link Alarms#NEVER} if there is none. */
    long firstDue() {
        return due.earliestMillis();
    }

    boolean hasDueUpTo(long offset) {
        return due.size() > 0 && due.earliestMillis() <= offset;
    }

    /** Removes that one. */
    long takeFirstDue() {
        changed(-1);
        return due.poll();
    }

    /** Forgets those offsets, and tells each. */
    void removeIf(LongPredicate forgotten, LongConsumer told) {
        int before = heap.size() + due.size();
        for (var each : new DueHeap[] {heap, due}) {
            each.removeIf(at -> {
                boolean isForgotten = forgotten.test(at);
                if (isForgotten) {
                    told.accept(at);
                }
                return isForgotten;
            });
        }
        changed(heap.size() + due.size() - before);
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
