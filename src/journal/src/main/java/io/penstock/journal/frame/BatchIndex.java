package io.penstock.journal.frame;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the batches of one partition: four numbers for each, by base offset. It is changed under its monitor and read
 * without it; a reader sees a prefix of what was added, and all of that. A batch's time is kept here too, so that a
 * search for a time reads one batch and not all.
 */
public final class BatchIndex {

    private static final int LONGS = 4;
    private static final int FIRST_CAPACITY = 4;

    /** Of all partitions without a batch, of which there may be very many: it has no room, so it is never added to. */
    private static final Table EMPTY = new Table(new long[0], 0);

    private static final long[] NO_HOLES = {};

    private volatile Table table = EMPTY;
    private volatile long endOffset;

    /** Offsets that a repair found lost, from and to (exclusive) in turn, ascending. */
    private volatile long[] holes = NO_HOLES;

    /** The place of one batch. */
    public record Location(long baseOffset, long file, int position, int length, long endOffset) {}

    /** The batches at the front of an array that later ones are added to; {@code size} is written last. */
    private static final class Table {
        private final long[] longs;
        private volatile int size;

        Table(long[] longs, int size) {
            this.longs = longs;
            this.size = size;
        }

        long baseOffset(int batch) {
            return longs[LONGS * batch];
        }

        long file(int batch) {
            return longs[LONGS * batch + 1];
        }

        long maxTimestamp(int batch) {
            return longs[LONGS * batch + 3];
        }

        Location location(int batch, long endOffset) {
            var place = longs[LONGS * batch + 2];
            return new Location(baseOffset(batch), file(batch), (int) (place >>> 32), (int) place, endOffset);
        }
    }

    /** An index that knows of no batch, in a partition that has come to this offset. */
    BatchIndex(long endOffset) {
        this.endOffset = endOffset;
    }

    synchronized void add(long file, int position, int length, int count, long maxTimestamp) {
        var current = table;
        var size = current.size;
        if (LONGS * size == current.longs.length) {
            current = new Table(Arrays.copyOf(current.longs, LONGS * Math.max(FIRST_CAPACITY, 2 * size)), size);
            table = current;
        }
        var at = LONGS * size;
        current.longs[at] = endOffset;
        current.longs[at + 1] = file;
        current.longs[at + 2] = (long) position << 32 | length;
        current.longs[at + 3] = maxTimestamp;
        current.size = size + 1;
        endOffset += count;
    }

    /** Notes that no batch is left between the last one and that offset. */
    synchronized void skipTo(long offset) {
        if (offset > endOffset) {
            var more = Arrays.copyOf(holes, holes.length + 2);
            more[holes.length] = endOffset;
            more[holes.length + 1] = offset;
            holes = more;
            endOffset = offset;
        }
    }

    /** The first offset at or after that one which is in no hole. */
    public long skipHole(long offset) {
        var all = holes;
        for (var i = 0; i < all.length; i += 2) {
            if (offset >= all[i] && offset < all[i + 1]) {
                return all[i + 1];
            }
        }
        return offset;
    }

    /** Forgets the batches of that file and of those before it. */
    public synchronized void removeThrough(long file) {
        var current = table;
        var size = current.size;
        var first = 0;
        while (first < size && current.file(first) <= file) {
            first++;
        }
        if (first > 0 && first == size) {
            table = EMPTY;
        } else if (first > 0) {
            var left = size - first;
            var longs = new long[LONGS * Math.max(FIRST_CAPACITY, left)];
            System.arraycopy(current.longs, LONGS * first, longs, 0, LONGS * left);
            table = new Table(longs, left);
        }
    }

    public long endOffset() {
        return endOffset;
    }

    public long startOffset() {
        // The end is read first: batches that are added meanwhile must not move the start of an empty index.
        var end = endOffset;
        var current = table;
        return current.size == 0 ? end : current.baseOffset(0);
    }

    /** The batch that holds an offset, or null if the index holds none so early. The offset is below the end. */
    public Location find(long offset) {
        var end = endOffset;
        var current = table;
        var size = current.size;
        var low = 0;
        var high = size - 1;
        while (low <= high) {
            var middle = (low + high) >>> 1;
            if (current.baseOffset(middle) <= offset) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high < 0 ? null : location(current, high, size, end);
    }

    /** The first batch that has a record of that time or later, or null. */
    public Location findTime(long timestampMillis) {
        var end = endOffset;
        var current = table;
        var size = current.size;
        for (var batch = 0; batch < size; batch++) {
            if (current.maxTimestamp(batch) >= timestampMillis) {
                return location(current, batch, size, end);
            }
        }
        return null;
    }

    /** The batches that lie in one file, which is sealed; by base offset. */
    public List<Location> in(long file) {
        var end = endOffset;
        var current = table;
        var size = current.size;
        var found = new ArrayList<Location>();
        // Files are given up from the front, so the batches of the oldest ones are the first.
        for (var batch = 0; batch < size && current.file(batch) <= file; batch++) {
            if (current.file(batch) == file) {
                found.add(location(current, batch, size, end));
            }
        }
        return found;
    }

    /** @param end read before the size, so that it is at most that of the last batch */
    private Location location(Table table, int batch, int size, long end) {
        var next = batch + 1 < size ? table.baseOffset(batch + 1) : end;
        var baseOffset = table.baseOffset(batch);
        var all = holes;
        for (var i = all.length - 2; i >= 0; i -= 2) {
            if (all[i] > baseOffset && all[i] < next) {
                next = all[i];
            }
        }
        return table.location(batch, next);
    }
}
