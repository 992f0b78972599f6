package io.penstock.journal.archive;

import org.jboss.logging.Logger;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Takes segments out of use, so that a crash at any point leaves what the checkpoints need. It is for one thread. */
final class Removal {

    private static final Logger LOG = Logger.getLogger(Removal.class);

    private final OpenSegments openSegments;
    private final ArchiveReader reader;
    private final RemovedSegments removed;

    /** Counted by one thread, read by any. */
    private final Map<RemovalReason, Long> records = new EnumMap<>(RemovalReason.class);

    private final Map<RemovalReason, Long> bytes = new EnumMap<>(RemovalReason.class);

    /** Signals that some files were renamed and others not, so that nobody knows which names reached the disk. */
    static final class Unfinished extends IOException {
        private static final long serialVersionUID = 1L;

        Unfinished(IOException cause) {
            super(cause);
        }
    }

    Removal(OpenSegments openSegments, ArchiveReader reader, RemovedSegments removed) {
        this.openSegments = openSegments;
        this.reader = reader;
        this.removed = removed;
    }

    /** Whole segments, nothing in their place. */
    void remove(ArchivePartition partition, List<Segment> segments, RemovalReason reason) throws IOException {
        var count = 0L;
        var size = 0L;
        for (var segment : segments) {
            count += SegmentCount.of(openSegments, segment);
            size += segment.bytes;
        }
        replace(partition, segments, null);
        count(partition, reason, count, size);
    }

    /** @param replacement lies complete and forced in its unfinished file; null for none */
    void replace(ArchivePartition partition, List<Segment> old, Segment replacement) throws IOException {
        // Readers that find one retired wait for this.
        synchronized (partition) {
            try {
                swap(partition, old, replacement);
            } catch (IOException e) {
                partition.goOffline("removing or replacing segments failed half-way (" + e + ")");
                throw new Unfinished(e);
            }
        }
        if (replacement != null) {
            SegmentIndexFiles.write(openSegments, replacement);
        }
    }

    private void swap(ArchivePartition partition, List<Segment> old, Segment replacement) throws IOException {
        for (var segment : old) {
            segment.retired = true;
            SegmentIndexFiles.delete(segment.folder, segment.baseOffset);
            segment.folder.rename(segment.name(), segment.name() + Segment.REMOVED);
            removed.add(partition.folderName, segment.folder, segment.baseOffset, segment.bytes);
            openSegments.drop(segment);
        }
        partition.folder.forceDirectory();
        if (replacement != null) {
            // This comes last: the name may be that of an old segment, which must not be lost if the first renaming is.
            partition.folder.rename(replacement.name() + Segment.CLEANING, replacement.name());
            partition.folder.forceDirectory();
        }
        partition.replace(old, replacement);
        reader.forget(partition);
    }

    void count(ArchivePartition partition, RemovalReason reason, long recordCount, long byteCount) {
        LOG.infof(
                "Removed %d records (%d bytes) of partition %d (%s): %s",
                recordCount, byteCount, partition.id, partition.folderName, reason);
        synchronized (records) {
            records.merge(reason, recordCount, Long::sum);
            bytes.merge(reason, byteCount, Long::sum);
        }
    }

    Map<RemovalReason, Long> records() {
        synchronized (records) {
            return Map.copyOf(records);
        }
    }

    Map<RemovalReason, Long> bytes() {
        synchronized (records) {
            return Map.copyOf(bytes);
        }
    }
}
