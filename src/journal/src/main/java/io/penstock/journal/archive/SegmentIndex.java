package io.penstock.journal.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Finds where in a segment offsets and times are, with an entry every 4 KiB, as Kafka's two index files have it.
 * Immutable once it is built.
 *
 * <pre>
 * .index, for each entry:        int32  last offset of a batch, less the base offset; int32 position of that batch
 * .timeindex, for each entry:    int64  largest timestamp so far; int32 last offset of the batch that has it, likewise
 * </pre>
 */
final class SegmentIndex {

    static final int OFFSET_ENTRY_BYTES = 8;
    static final int TIME_ENTRY_BYTES = 12;

    /** The number of bytes between two entries, which is what a reader has to skip at most; Kafka's default. */
    private static final int INTERVAL_BYTES = 4 << 10;

    private int[] offsets = new int[16];
    private int[] positions = new int[16];
    private int count;
    private long[] times = new long[16];
    private int[] timeOffsets = new int[16];
    private int timeCount;

    /** Bytes of the segment that the index covers. */
    final int coveredBytes;

    private SegmentIndex(int coveredBytes) {
        this.coveredBytes = coveredBytes;
    }

    /** Built from the segment itself, whose batches must be well-formed. */
    static SegmentIndex build(SegmentScan scan, long baseOffset, int bytes) throws IOException {
        var index = new SegmentIndex(bytes);
        var indexed = 0L;
        var maxTimestamp = Segment.UNKNOWN;
        var offsetOfMax = 0;
        while (scan.next(bytes)) {
            var last = (int) (scan.lastOffset() - baseOffset);
            if (scan.maxTimestamp() > maxTimestamp) {
                maxTimestamp = scan.maxTimestamp();
                offsetOfMax = last;
            }
            if (scan.position() - indexed > INTERVAL_BYTES) {
                index.add(last, (int) scan.position());
                index.addTime(maxTimestamp, offsetOfMax);
                indexed = scan.position();
            }
        }
        if (maxTimestamp != Segment.UNKNOWN) {
            index.addTime(maxTimestamp, offsetOfMax);
        }
        return index;
    }

    private void add(int offset, int position) {
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * count);
            positions = Arrays.copyOf(positions, 2 * count);
        }
        offsets[count] = offset;
        positions[count++] = position;
    }

    private void addTime(long time, int offset) {
        if (timeCount > 0 && (time <= times[timeCount - 1] || offset <= timeOffsets[timeCount - 1])) {
            return;
        }
        if (timeCount == times.length) {
            times = Arrays.copyOf(times, 2 * timeCount);
            timeOffsets = Arrays.copyOf(timeOffsets, 2 * timeCount);
        }
        times[timeCount] = time;
        timeOffsets[timeCount++] = offset;
    }

    /** Reads the index from its files; null if they cannot be those of a segment of so many bytes. */
    static SegmentIndex decode(ByteBuffer offsetFile, ByteBuffer timeFile, int bytes) {
        if (offsetFile.limit() % OFFSET_ENTRY_BYTES != 0
                || timeFile.limit() % TIME_ENTRY_BYTES != 0
                || timeFile.limit() == 0) {
            return null;
        }
        var index = new SegmentIndex(bytes);
        while (offsetFile.hasRemaining()) {
            var offset = offsetFile.getInt();
            var position = offsetFile.getInt();
            var before = index.count - 1;
            if (offset < 0
                    || position <= 0
                    || position >= bytes
                    || before >= 0 && (offset <= index.offsets[before] || position <= index.positions[before])) {
                return null;
            }
            index.add(offset, position);
        }
        while (timeFile.hasRemaining()) {
            var entries = index.timeCount;
            index.addTime(timeFile.getLong(), timeFile.getInt());
            if (index.timeCount == entries) {
                return null;
            }
        }
        return index;
    }

    ByteBuffer offsetFile() {
        var file = ByteBuffer.allocate(count * OFFSET_ENTRY_BYTES);
        for (var i = 0; i < count; i++) {
            file.putInt(offsets[i]).putInt(positions[i]);
        }
        return file.flip();
    }

    ByteBuffer timeFile() {
        var file = ByteBuffer.allocate(timeCount * TIME_ENTRY_BYTES);
        for (var i = 0; i < timeCount; i++) {
            file.putLong(times[i]).putInt(timeOffsets[i]);
        }
        return file.flip();
    }

    /** The entry of the last batch that ends at or before an offset; -1 if there is none. */
    int entryAt(long relativeOffset) {
        var wanted = (int) Math.min(relativeOffset, Integer.MAX_VALUE);
        var found = Arrays.binarySearch(offsets, 0, count, wanted);
        return found >= 0 ? found : -found - 2;
    }

    int entries() {
        return count;
    }

    int position(int entry) {
        return entry < 0 ? 0 : positions[entry];
    }

    int lastOffset(int entry) {
        return offsets[entry];
    }

    /** The largest relative offset up to which all records are known to be before a time; -1 if none is. */
    int before(long timestampMillis) {
        var found = Arrays.binarySearch(times, 0, timeCount, timestampMillis);
        var entry = (found >= 0 ? found : -found - 1) - 1;
        return entry < 0 ? -1 : timeOffsets[entry];
    }

    /** The latest timestamp of the part that the index covers. */
    long maxTimestamp() {
        return timeCount == 0 ? Segment.UNKNOWN : times[timeCount - 1];
    }
}
