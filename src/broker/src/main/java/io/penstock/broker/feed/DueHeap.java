package io.penstock.broker.feed;

import io.penstock.broker.loop.Alarms;

import java.util.Arrays;
import java.util.function.LongPredicate;

/** Orders offsets by the time at which they are due, with two numbers for each and no object. Not thread-safe. */
public final class DueHeap {

    private static final int PIECE_SHIFT = 12;

    /** Numbers: two thousand offsets. */
    private static final int PIECE = 1 << PIECE_SHIFT;

    private static final int FIRST_CAPACITY = 16;
    private static final long[][] NOTHING = {};

    /** Due time and offset in turn; a binary heap, the earliest first, equal times by offset. All but one are full. */
    private long[][] pieces = NOTHING;

    private int size;

    public int size() {
        return size;
    }

    /** The time at which the first offset is due, or {@link Alarms#NEVER}. */
    public long earliestMillis() {
        return size == 0 ? Alarms.NEVER : due(0);
    }

    public void add(long dueAtMillis, long offset) {
        requireCapacity();
        int at = size++;
        while (at > 0 && before(dueAtMillis, offset, (at - 1) / 2)) {
            move((at - 1) / 2, at);
            at = (at - 1) / 2;
        }
        put(at, dueAtMillis, offset);
    }

    /** The offset that is due first; there is one. */
    public long first() {
        return offset(0);
    }

    /** Removes the offset that is due first. */
    public long poll() {
        long first = offset(0);
        size--;
        if (size > 0) {
            sink(0, due(size), offset(size));
        }
        giveBack();
        return first;
    }

    /** Moves those that are due earlier up, until these numbers have their place. */
    private void sink(int from, long dueAtMillis, long offset) {
        int at = from;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && before(due(child + 1), offset(child + 1), child)) {
                child++;
            }
            if (before(dueAtMillis, offset, child)) {
                break;
            }
            move(child, at);
            at = child;
        }
        put(at, dueAtMillis, offset);
    }

    /** Forgets those offsets. */
    public void removeIf(LongPredicate forgotten) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (!forgotten.test(offset(i))) {
                put(kept++, due(i), offset(i));
            }
        }
        size = kept;
        order();
        giveBack();
    }

    /** Gives each another time. */
    public void retime(Retiming times) {
        for (int i = 0; i < size; i++) {
            put(i, times.dueAt(offset(i), due(i)), offset(i));
        }
        order();
    }

    private void order() {
        for (int i = size / 2 - 1; i >= 0; i--) {
            sink(i, due(i), offset(i));
        }
    }

    public void clear() {
        size = 0;
        pieces = NOTHING;
    }

    /** Finds when an offset is due, from what is known of it. */
    public interface Retiming {
        long dueAt(long offset, long before);
    }

    private void requireCapacity() {
        int piece = 2 * size >>> PIECE_SHIFT;
        int within = 2 * size & PIECE - 1;
        if (piece == pieces.length) {
            pieces = Arrays.copyOf(pieces, piece + 1);
            pieces[piece] = new long[piece == 0 ? FIRST_CAPACITY : PIECE];
        } else if (within == pieces[piece].length) {
            pieces[piece] = Arrays.copyOf(pieces[piece], 2 * within);
        }
    }

    /** One piece is kept for those that come next. */
    private void giveBack() {
        int needed = (2 * size >>> PIECE_SHIFT) + 2;
        if (needed < pieces.length) {
            pieces = Arrays.copyOf(pieces, needed);
        }
    }

    private boolean before(long due, long offset, int other) {
        return due < due(other) || due == due(other) && offset < offset(other);
    }

    private void move(int from, int to) {
        put(to, due(from), offset(from));
    }

    private long due(int at) {
        return pieces[2 * at >>> PIECE_SHIFT][2 * at & PIECE - 1];
    }

    private long offset(int at) {
        return pieces[2 * at >>> PIECE_SHIFT][(2 * at & PIECE - 1) + 1];
    }

    private void put(int at, long due, long offset) {
        var piece = pieces[2 * at >>> PIECE_SHIFT];
        piece[2 * at & PIECE - 1] = due;
        piece[(2 * at & PIECE - 1) + 1] = offset;
    }
}
