package io.penstock.journal.archive;

import io.penstock.journal.JournalException;
import io.penstock.journal.record.BatchFormat;
import io.penstock.journal.record.RecordBatch;
import io.penstock.journal.storage.StorageFile;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Goes from batch to batch through a segment, with one read of the system for many small batches. What lies in its
 * window may be read again at will. For one thread at a time.
 */
final class SegmentScan {

    /** Bytes of a read for those who want the headers alone: the batches between them are mostly larger. */
    static final int HEADERS_CHUNK_BYTES = 4 << 10;

    /** Bytes of a read for a look at one batch: most fit. */
    static final int BATCH_CHUNK_BYTES = 68 << 10;

    /** Bytes of a read for those who go on: a disk is at its best with reads of this size. */
    static final int STREAM_CHUNK_BYTES = 256 << 10;

    private StorageFile file;
    private final String name;
    private byte[] window = new byte[0];
    private ByteBuffer buffer = ByteBuffer.wrap(window);
    private long windowStart;
    private int windowBytes;
    private int chunkBytes;

    /** The end of the scan: nothing beyond it is read. */
    private long limit;

    private long position;
    private int length;
    private int at;

    SegmentScan(StorageFile file, String name, long from, int chunkBytes) {
        this.file = file;
        this.name = name;
        this.chunkBytes = chunkBytes;
        position = from;
    }

    /** The same file, opened anew. */
    SegmentScan on(StorageFile opened) {
        file = opened;
        return this;
    }

    /** Drops a window that one large batch made larger than it should be, because many scans are remembered. */
    void trim() {
        if (window.length > STREAM_CHUNK_BYTES) {
            window = new byte[0];
            buffer = ByteBuffer.wrap(window);
            windowBytes = 0;
        }
    }

    /** Makes each read from now on read ahead by so much. */
    void readAhead(int bytes) {
        chunkBytes = bytes;
    }

    /**
     * Moves to the batch after the last one.
     *
     * @param end of what may be read
     * @return whether there is one
     * @throws JournalException.Corrupted if something else is there
     */
    boolean next(long end) throws IOException {
        position += length;
        length = 0;
        limit = end;
        if (position >= end) {
            return false;
        }
        if (position + BatchFormat.HEADER_BYTES > end || !fetch(BatchFormat.HEADER_BYTES)) {
            throw damaged("ends within the header of a batch");
        }
        var claimed = BatchFormat.length(buffer, at);
        if (claimed < BatchFormat.HEADER_BYTES || claimed > end - position) {
            throw damaged("has a batch of the impossible length " + claimed);
        }
        if (!BatchFormat.isWellFormed(buffer, at, (int) claimed) || !BatchFormat.isGuarded(buffer, at)) {
            throw damaged("has something that is not the header of a batch");
        }
        length = (int) claimed;
        return true;
    }

    /** Makes bytes from the position on available; what of them is there already is kept. */
    private boolean fetch(int count) throws IOException {
        if (position < windowStart || position + count > windowStart + windowBytes) {
            var kept = position >= windowStart && position < windowStart + windowBytes
                    ? (int) (windowStart + windowBytes - position)
                    : 0;
            var wanted = (int) Math.min(Math.max(count, chunkBytes), limit - position);
            var before = window;
            if (window.length < wanted) {
                window = new byte[wanted];
                buffer = ByteBuffer.wrap(window);
            }
            System.arraycopy(before, windowBytes - kept, window, 0, kept);
            windowBytes = 0;
            windowStart = position;
            var target = ByteBuffer.wrap(window, kept, wanted - kept);
            file.readFully(target, position + kept);
            windowBytes = target.position();
        }
        at = (int) (position - windowStart);
        return position + count <= windowStart + windowBytes;
    }

    long position() {
        return position;
    }

    int length() {
        return length;
    }

    /** The place where the next batch begins. */
    long end() {
        return position + length;
    }

    long baseOffset() {
        return BatchFormat.baseOffset(buffer, at);
    }

    long lastOffset() {
        return baseOffset() + BatchFormat.lastOffsetDelta(buffer, at);
    }

    int count() {
        return BatchFormat.count(buffer, at);
    }

    int epoch() {
        return BatchFormat.epoch(buffer, at);
    }

    long maxTimestamp() {
        return BatchFormat.maxTimestamp(buffer, at);
    }

    /** A copy of the batch, after its checksum was verified. */
    RecordBatch batch() throws IOException {
        if (!fetch(length)) {
            throw damaged("ends within a batch");
        }
        var bytes = new byte[length];
        System.arraycopy(window, at, bytes, 0, length);
        var batch = RecordBatch.of(bytes);
        if (batch == null) {
            throw damaged("has a batch whose checksum is wrong");
        }
        return batch;
    }

    private JournalException damaged(String problem) {
        return new JournalException.Corrupted(name + " " + problem + " at position " + position);
    }
}
