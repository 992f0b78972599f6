package io.penstock.journal.archive;

import io.penstock.journal.record.BatchBuilder;
import io.penstock.journal.record.BatchCompression;
import io.penstock.journal.record.LogRecord;
import io.penstock.journal.record.RecordBatch;
import io.penstock.journal.storage.StorageFile;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Replaces neighbouring segments by one, with those of their records that stay. It is for one thread. */
final class SegmentRewriter {

    private static final Logger LOG = Logger.getLogger(SegmentRewriter.class);

    private final int maxBatchBytes;
    private final OpenSegments openSegments;
    private final Removal removal;
    private volatile long rewrittenBytes;

    /** Decides which records stay. */
    interface Filter {

        /** Says why a record goes; null if it stays. */
        RemovalReason reason(LogRecord record);

        /**
         * The one reason why all records from one offset to another (exclusive) go; null if they have to be looked at.
         */
        default RemovalReason reason(long from, long to) {
            return null;
        }
    }

    SegmentRewriter(int maxBatchBytes, OpenSegments openSegments, Removal removal) {
        this.maxBatchBytes = maxBatchBytes;
        this.openSegments = openSegments;
        this.removal = removal;
    }

    long rewrittenBytes() {
        return rewrittenBytes;
    }

    /** @return whether the old ones were replaced */
    boolean rewrite(ArchivePartition partition, List<Segment> old, BatchCompression compression, Filter filter)
            throws IOException {
        var first = old.get(0);
        var unfinished = first.name() + Segment.CLEANING;
        deleteIfThere(partition, unfinished);
        var output = new Output(compression);
        try (var file = partition.folder.create(unfinished)) {
            output.file = file;
            for (var segment : old) {
                output.copy(segment, filter);
            }
            output.flush();
            file.force();
        }
        rewrittenBytes += output.position;
        if (output.position == first.bytes) {
            // Checkpoints tell the old from the new by their length. The next attempt has another length.
            LOG.infof("%s stays as it is: rewritten it would be of the same length", first.describe());
            partition.folder.delete(unfinished);
            return false;
        }
        Segment replacement = null;
        if (output.position == 0) {
            partition.folder.delete(unfinished);
        } else {
            replacement = new Segment(partition.folder, first.baseOffset, output.position);
            replacement.forcedBytes = output.position;
        }
        var before = old.stream().mapToLong(segment -> segment.bytes).sum();
        removal.replace(partition, old, replacement);
        output.tell(partition, before);
        return true;
    }

    private static void deleteIfThere(ArchivePartition partition, String name) throws IOException {
        try {
            partition.folder.delete(name);
        } catch (NoSuchFileException e) {
            // Nothing was left of an attempt that failed.
        }
    }

    /** Writes the new segment. */
    private final class Output {

        private final BatchBuilder builder = new BatchBuilder();
        private final Map<RemovalReason, Long> gone = new EnumMap<>(RemovalReason.class);
        private final BatchCompression planned;
        private BatchCompression compression;
        private StorageFile file;
        private int position;

        Output(BatchCompression wanted) {
            planned = wanted.writable();
            compression = planned;
        }

        void copy(Segment segment, Filter filter) throws IOException {
            try (var opened = openSegments.use(segment)) {
                // If much is removed, whole batches need not even be read.
                var scan = opened.scan(0, SegmentScan.HEADERS_CHUNK_BYTES);
                while (scan.next(segment.bytes)) {
                    var reason = filter.reason(scan.baseOffset(), scan.lastOffset() + 1);
                    if (reason == null) {
                        copy(scan.batch(), scan.epoch(), filter);
                    } else {
                        gone.merge(reason, (long) scan.count(), Long::sum);
                    }
                }
            }
        }

        private void copy(RecordBatch batch, int epoch, Filter filter) throws IOException {
            var staying = new ArrayList<LogRecord>(batch.count());
            for (var record : batch) {
                var reason = filter.reason(record);
                if (reason == null) {
                    staying.add(record);
                } else {
                    gone.merge(reason, 1L, Long::sum);
                }
            }
            var bytes = batch.bytes();
            // Nothing is blown up again: a segment could come to many times of what one may have.
            var wanted = planned == BatchCompression.NONE ? batch.compression() : planned;
            if (wanted != compression) {
                flush();
                compression = wanted;
            }
            if (staying.size() == batch.count()
                    && bytes.remaining() >= ArchiveWriter.WHOLE_BATCH_BYTES
                    && batch.compression() == compression) {
                flush();
                write(bytes);
                return;
            }
            for (var record : staying) {
                if (!builder.hasRoomFor(record, maxBatchBytes)) {
                    flush();
                }
                builder.add(record, epoch);
            }
        }

        void flush() throws IOException {
            if (!builder.isEmpty()) {
                write(builder.build(compression));
            }
        }

        private void write(ByteBuffer batch) throws IOException {
            var length = batch.remaining();
            file.write(batch, position);
            position = Math.addExact(position, length);
        }

        /** The saved bytes count for the reason that most records went for. */
        void tell(ArchivePartition partition, long bytesBefore) {
            var most = gone.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .map(Map.Entry::getKey)
                    .orElse(null);
            gone.forEach((reason, count) ->
                    removal.count(partition, reason, count, reason == most ? bytesBefore - position : 0));
        }
    }
}
