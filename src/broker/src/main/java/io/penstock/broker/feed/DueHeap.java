package io.penstock.broker.feed;

import io.penstock.broker.loop.Alarms;

import java.util.Arrays;
import java.util.function.LongPredicate;

/** Orders offsets by the time at which they are due, with two numbers for each and no object. Not thread-safe. */
public final class DueHeap {

    private static final long[] NOTHING = new long[0];

    /** Due time and offset in turn; a binary heap, the earliest first, equal times by offset. */
    private long[] heap = NOTHING;

    private int size;

    public int size() {
        return size;
    }

    /** The time at which the first offset is due, or {@link Alarms#NEVER}. */
    public long earliestMillis() {
        return size == 0 ? Alarms.NEVER : heap[0];
    }

    public void add(long dueAtMillis, long offset) {
        if (2 * size == heap.length) {
            heap = Arrays.copyOf(heap, Math.max(16, heap.length * 2));
        }
        int at = size++;
        while (at > 0 && before(dueAtMillis, offset, (at - 1) / 2)) {
            move((at - 1) / 2, at);
            at = (at - 1) / 2;
        }
        put(at, dueAtMillis, offset);
    }

    /** Removes the offset that is due first. */
    public long poll() {
        long first = heap[1];
        size--;
        long due = heap[2 * size];
        long offset = heap[2 * size + 1];
        int at = 0;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && before(heap[2 * child + 2], heap[2 * child + 3], child)) {
                child++;
            }
            if (before(due, offset, child)) {
                break;
            }
            move(child, at);
            at = child;
        }
        put(at, due, offset);
        return first;
    }

    /** Forgets those offsets. */
    public void removeIf(LongPredicate forgotten) {
        long[] entries = Arrays.copyOf(heap, 2 * size);
        size = 0;
        for (int i = 0; i < entries.length; i += 2) {
            if (!forgotten.test(entries[i + 1])) {
                add(entries[i], entries[i + 1]);
            }
        }
    }

    /** Gives each another time. */
    public void retime(Retiming times) {
        long[] entries = Arrays.copyOf(heap, 2 * size);
        size = 0;
        for (int i = 0; i < entries.length; i += 2) {
            add(times.dueAt(entries[i + 1], entries[i]), entries[i + 1]);
        }
    }

    /** Finds when an offset is due, from what is known of it. */
    public interface Retiming {
        long dueAt(long offset, long before);
    }

    private boolean before(long due, long offset, int other) {
        return due < heap[2 * other] || due == heap[2 * other] && offset < heap[2 * other + 1];
    }

    private void move(int from, int to) {
        put(to, heap[2 * from], heap[2 * from + 1]);
    }

    private void put(int at, long due, long offset) {
        heap[2 * at] = due;
        heap[2 * at + 1] = offset;
    }
}
