package io.penstock.journal.archive;

import io.penstock.journal.JournalException;
import io.penstock.journal.record.BatchFormat;
import io.penstock.journal.storage.StorageFile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Finds the intact batches of a damaged segment, in order, before and behind the damage. */
final class IntactBatches {

    private static final int SEARCH_CHUNK_BYTES = 1 << 20;

    /**
     * A gap between intact batches: its bytes, and the offsets that may have been there. Both ranges are given without
     * their ends.
     */
    record Lost(long from, long to, long fromOffset, long toOffset) {

        long bytes() {
            return to - from;
        }
    }

    private final StorageFile file;
    private final String name;
    private final long end;
    private final long baseOffset;
    private final long endOffset;
    private final ByteBuffer window = ByteBuffer.allocate(SEARCH_CHUNK_BYTES);
    private final List<Lost> lost = new ArrayList<>();
    private long least;

    private IntactBatches(StorageFile file, String name, long end, long baseOffset, long endOffset) {
        this.file = file;
        this.name = name;
        this.end = end;
        this.baseOffset = baseOffset;
        this.endOffset = endOffset;
        least = baseOffset;
    }

    /**
     * Goes through a segment.
     *
     * @param bytes that it should have; what the file lacks of them is lost
     * @param endOffset no record of it has this offset or a later one
     * @return what is not intact, by position
     */
    static List<Lost> lostOf(StorageFile file, String name, long bytes, long baseOffset, long endOffset)
            throws IOException {
        var size = Math.min(file.size(), bytes);
        var batches = new IntactBatches(file, name, size, baseOffset, endOffset);
        batches.run();
        if (size < bytes) {
            batches.lose(size, bytes);
        }
        batches.close(endOffset);
        return batches.lost;
    }

    private void run() throws IOException {
        var position = 0L;
        var scan = scan(position);
        while (position < end) {
            if (isIntact(scan)) {
                close(scan.baseOffset());
                least = scan.lastOffset() + 1;
                position = scan.end();
            } else {
                var next = behind(position);
                lose(position, next);
                position = next;
                scan = scan(position);
            }
        }
    }

    private SegmentScan scan(long position) {
        return new SegmentScan(file, name, position, SegmentScan.STREAM_CHUNK_BYTES);
    }

    private boolean isIntact(SegmentScan scan) throws IOException {
        try {
            if (!scan.next(end)
                    || scan.baseOffset() < least
                    || scan.lastOffset() >= endOffset
                    || scan.lastOffset() - baseOffset > Integer.MAX_VALUE) {
                return false;
            }
            BatchRecords.check(scan.batch(), record -> {});
            return true;
        } catch (JournalException.Corrupted e) {
            return false;
        }
    }

    /** Adds to what was lost just before, if nothing intact is in between. */
    private void lose(long from, long to) {
        var last = lost.isEmpty() ? null : lost.get(lost.size() - 1);
        if (last != null && last.to == from) {
            lost.set(lost.size() - 1, new Lost(last.from, to, last.fromOffset, last.toOffset));
        } else {
            lost.add(new Lost(from, to, least, -1));
        }
    }

    /** Ends the last lost range before this offset. */
    private void close(long offset) {
        var last = lost.isEmpty() ? null : lost.get(lost.size() - 1);
        if (last != null && last.toOffset < 0) {
            lost.set(lost.size() - 1, new Lost(last.from, last.to, last.fromOffset, offset));
        }
    }

    /**
     * The place at which to go on behind a damaged batch. Its own length is asked first: a search alone could come upon
     * something in its records that looks like a batch.
     */
    private long behind(long position) throws IOException {
        read(position);
        if (window.remaining() >= BatchFormat.HEADER_BYTES) {
            var length = BatchFormat.length(window, 0);
            var next = position + length;
            if (length >= BatchFormat.HEADER_BYTES && (next == end || next < end && isHeaderAt(next))) {
                return next;
            }
        }
        return search(position + 1);
    }

    private boolean isHeaderAt(long position) throws IOException {
        read(position);
        return isHeader(0, position);
    }

    private long search(long from) throws IOException {
        var chunk = from;
        while (end - chunk >= BatchFormat.HEADER_BYTES) {
            read(chunk);
            var count = window.remaining() - BatchFormat.HEADER_BYTES + 1;
            for (var i = 0; i < count; i++) {
                if (isHeader(i, chunk + i) && isIntact(scan(chunk + i))) {
                    return chunk + i;
                }
            }
            if (count <= 0) {
                break;
            }
            chunk += count;
        }
        return end;
    }

    private void read(long position) throws IOException {
        window.clear().limit((int) Math.min(window.capacity(), end - position));
        file.readFully(window, position);
        window.flip();
    }

    private boolean isHeader(int at, long position) {
        if (window.remaining() - at < BatchFormat.HEADER_BYTES) {
            return false;
        }
        var length = BatchFormat.length(window, at);
        return length >= BatchFormat.HEADER_BYTES
                && length <= end - position
                && BatchFormat.isWellFormed(window, at, (int) length)
                && BatchFormat.isGuarded(window, at);
    }
}
