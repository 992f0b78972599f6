package io.penstock.journal.archive;

import io.penstock.journal.JournalException;
import io.penstock.journal.record.BatchBuilder;
import io.penstock.journal.record.BatchCompression;
import io.penstock.journal.record.BatchFormat;
import io.penstock.journal.record.RecordBatch;
import io.penstock.journal.storage.NotOpened;
import io.penstock.journal.storage.Storage;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * Appends to segments: packs records into batches, rolls and forces. If the folder of a partition cannot be written,
 * only what waits for this partition is kept back. It is for one thread.
 */
final class ArchiveWriter {

    private static final Logger LOG = Logger.getLogger(ArchiveWriter.class);

    /** A batch from here on is copied as it is, since a write of its own is worth its while. */
    static final int WHOLE_BATCH_BYTES = 4 << 10;

    private final ArchiveOptions options;
    private final OpenSegments openSegments;
    private final CRC32C crc = new CRC32C();

    /** Batches that are not written yet, the oldest first. */
    private final Map<ArchivePartition, Pending> pending = new LinkedHashMap<>();

    /** The last that was written, for the next to be filled: its array has grown to a usual size. */
    private Pending spare;

    private final Set<Segment> unforced = new LinkedHashSet<>();
    private final Set<Storage> unforcedFolders = new LinkedHashSet<>();
    private long bufferedBytes;
    private volatile long movedBytes;

    private static final class Pending {
        private final BatchBuilder builder = new BatchBuilder();
        private BatchCompression compression = BatchCompression.NONE;

        /** The batch, if an attempt to write it failed: the next one, when there is space again, may not. */
        private ByteBuffer built;

        /** Whether it could not be written when it was tried last. */
        private boolean failed;
    }

    ArchiveWriter(ArchiveOptions options, OpenSegments openSegments) {
        this.options = options;
        this.openSegments = openSegments;
    }

    long movedBytes() {
        return movedBytes;
    }

    /** @param living the offsets whose records are taken; the others are skipped */
    void append(ArchivePartition partition, PartitionPlan plan, ByteBuffer bytes, OffsetRanges living)
            throws IOException {
        var copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        var batch = RecordBatch.ofIntact(copy);
        var asItIs = batch.compression() != BatchCompression.NONE
                || copy.length >= WHOLE_BATCH_BYTES
                        && copy.length <= options.segmentBytes()
                        && plan.compression() == BatchCompression.NONE;
        if (living == OffsetRanges.ALL && asItIs && batch.baseOffset() >= partition.nextOffset) {
            flush(partition);
            var buffer = ByteBuffer.wrap(copy);
            BatchFormat.guard(buffer, 0, copy.length, crc);
            write(partition, buffer);
            partition.nextOffset = batch.endOffset();
            return;
        }
        pack(partition, plan, batch, BatchFormat.epoch(ByteBuffer.wrap(copy), 0), living);
    }

    private void pack(ArchivePartition partition, PartitionPlan plan, RecordBatch batch, int epoch, OffsetRanges living)
            throws IOException {
        makeRoom();
        for (var record : batch) {
            if (record.offset() < partition.nextOffset || !living.contains(record.offset())) {
                continue;
            }
            var waiting = pending.get(partition);
            if (waiting != null
                    && (waiting.built != null || !waiting.builder.hasRoomFor(record, options.maxBatchBytes()))) {
                flush(partition);
                waiting = null;
            }
            if (waiting == null) {
                waiting = spare == null ? new Pending() : spare;
                spare = null;
                pending.put(partition, waiting);
            }
            var before = waiting.builder.allocatedBytes();
            waiting.compression = plan.compression().writable();
            bufferedBytes += waiting.builder.isEmpty() ? before : 0;
            waiting.builder.add(record, epoch);
            bufferedBytes += waiting.builder.allocatedBytes() - before;
            partition.nextOffset = record.offset() + 1;
        }
    }

    /** Writes what has waited longest; what cannot be written only if there is nothing else. */
    private void makeRoom() throws IOException {
        for (var failed : new boolean[] {false, true}) {
            var waiting = pending.entrySet().iterator();
            while (bufferedBytes > options.maxBufferedBytes() && waiting.hasNext()) {
                var next = waiting.next();
                if (next.getValue().failed == failed) {
                    try {
                        write(next.getKey(), next.getValue());
                        waiting.remove();
                    } catch (IOException | RuntimeException | Error e) {
                        if (failed) {
                            throw e;
                        }
                    }
                }
            }
        }
    }

    /** Forgets what is not written yet: the partition is dropped. */
    void forget(ArchivePartition partition) {
        var waiting = pending.remove(partition);
        if (waiting != null) {
            bufferedBytes -= waiting.builder.allocatedBytes();
        }
        for (var segment : partition.segments()) {
            unforced.remove(segment);
        }
    }

    private void flush(ArchivePartition partition) throws IOException {
        var waiting = pending.get(partition);
        if (waiting != null) {
            write(partition, waiting);
            pending.remove(partition);
        }
    }

    private void write(ArchivePartition partition, Pending waiting) throws IOException {
        waiting.failed = true;
        if (waiting.built == null) {
            waiting.built = waiting.builder.build(waiting.compression);
        }
        write(partition, waiting.built);
        waiting.built = null;
        waiting.failed = false;
        bufferedBytes -= waiting.builder.allocatedBytes();
        spare = waiting;
    }

    private void write(ArchivePartition partition, ByteBuffer batch) throws IOException {
        var baseOffset = BatchFormat.baseOffset(batch, 0);
        var lastOffset = baseOffset + BatchFormat.lastOffsetDelta(batch, 0);
        var length = batch.remaining();
        var segment = partition.active;
        if (segment != null
                && (segment.bytes + (long) length > options.segmentBytes()
                        || lastOffset - segment.baseOffset > Integer.MAX_VALUE)) {
            roll(partition);
        }
        try (var opened = active(partition, baseOffset)) {
            segment = partition.active;
            opened.file.write(batch.duplicate(), segment.bytes);
        } catch (IOException e) {
            if (partition.active != null) {
                partition.active.mayBeLonger = true;
            }
            throw e;
        }
        var timestamp = BatchFormat.maxTimestamp(batch, 0);
        var known = segment.maxTimestamp;
        if (segment.bytes == 0 || known != Segment.UNKNOWN) {
            segment.maxTimestamp = Math.max(known, timestamp);
        }
        segment.bytes += length;
        movedBytes += length;
        unforced.add(segment);
    }

    private OpenSegments.Open active(ArchivePartition partition, long baseOffset) throws IOException {
        if (partition.active != null) {
            return openSegments.use(partition.active);
        }
        var begun = new Segment(partition.folder, baseOffset, 0);
        var opened = openSegments.create(begun);
        partition.active = begun;
        partition.add(begun);
        unforcedFolders.add(partition.folder);
        return opened;
    }

    /** Seals the active segment as {@link #seal} does; but damage in it is no reason not to write the next one. */
    private void roll(ArchivePartition partition) throws IOException {
        try {
            seal(partition);
        } catch (JournalException.Corrupted e) {
            if (partition.offline() == null) {
                LOG.errorf("Partition %d is offline: %s", partition.id, e.getMessage());
                partition.goOffline(e.getMessage());
            }
            partition.active = null;
        }
    }

    /** Ends the active segment; the next append begins another. */
    void seal(ArchivePartition partition) throws IOException {
        var segment = partition.active;
        if (segment == null) {
            return;
        }
        if (segment.mayBeLonger) {
            try (var opened = openSegments.use(segment)) {
                opened.file.truncate(segment.bytes);
            }
            segment.mayBeLonger = false;
            unforced.add(segment);
        }
        SegmentIndexFiles.write(openSegments, segment);
        partition.active = null;
    }

    /**
     * Writes what waits. It may be repeated if some of it could not be written.
     *
     * @return what could not be written, by partition
     */
    List<Unwritten> flush() {
        var unwritten = new ArrayList<Unwritten>();
        for (var waiting = pending.entrySet().iterator(); waiting.hasNext(); ) {
            var next = waiting.next();
            try {
                write(next.getKey(), next.getValue());
                waiting.remove();
            } catch (IOException | RuntimeException | Error e) {
                unwritten.add(new Unwritten(next.getKey(), e));
            }
        }
        return unwritten;
    }

    /** Names a partition of which something could not be written, and the reason. */
    record Unwritten(ArchivePartition partition, Throwable cause) {}

    /**
     * Makes what was written reach the disk; each file and folder is forced once. Until all are, nothing counts as
     * forced; of a partition of which something waits, nothing does until that is written.
     */
    void force() throws IOException {
        for (var segment : unforced) {
            try (var opened = open(segment)) {
                opened.file.force();
            }
        }
        for (var folder : unforcedFolders) {
            folder.forceDirectory();
        }
        unforcedFolders.clear();
        var held = new HashSet<Segment>();
        pending.keySet().forEach(partition -> held.addAll(List.of(partition.segments())));
        for (var forced = unforced.iterator(); forced.hasNext(); ) {
            var segment = forced.next();
            if (!held.contains(segment)) {
                segment.forcedBytes = segment.bytes;
                forced.remove();
            }
        }
    }

    private OpenSegments.Open open(Segment segment) throws NotOpened {
        try {
            return openSegments.use(segment);
        } catch (IOException e) {
            throw new NotOpened(e);
        }
    }

    /** Whether something of it could not be written yet. */
    boolean isWaiting(ArchivePartition partition) {
        return pending.containsKey(partition);
    }
}
