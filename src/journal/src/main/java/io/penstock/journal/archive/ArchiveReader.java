package io.penstock.journal.archive;

import io.penstock.journal.JournalException;
import io.penstock.journal.record.RecordBatch;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads a partition of the archive while others append, remove and rewrite. A segment that was taken out of use
 * meanwhile is looked up again.
 */
final class ArchiveReader {

    /** A removal or a rewriting can come between once or twice; so many in a row are a defect. */
    private static final int MAX_ATTEMPTS = 1_000;

    private final OpenSegments openSegments;
    private final int maxReadAheads;

    /** The places where those go on who read one batch after the other. */
    private final Map<Place, Following> following = new LinkedHashMap<>();

    private record Place(ArchivePartition partition, long offset) {}

    private record Following(Segment segment, SegmentScan scan) {}

    /** Searches one segment. */
    @FunctionalInterface
    private interface Search<T> {
        T in(Segment segment) throws IOException;
    }

    ArchiveReader(OpenSegments openSegments, int maxReadAheads) {
        this.openSegments = openSegments;
        this.maxReadAheads = maxReadAheads;
    }

    /** The batch with the first record at or after an offset; null if there is none. */
    RecordBatch read(ArchivePartition partition, long offset) {
        var place = new Place(partition, offset);
        Following known;
        synchronized (following) {
            known = following.remove(place);
        }
        return search(partition, offset, segment -> batchIn(partition, segment, offset, known));
    }

    /** The offset of the first record at or after a time; -1 if there is none. */
    long offsetAt(ArchivePartition partition, long timestampMillis) {
        var found = search(partition, Long.MIN_VALUE, segment -> offsetIn(segment, timestampMillis));
        return found == null ? -1 : found;
    }

    /** Asks one segment after the other, beginning with the one that has the offset, if any has. */
    private <T> T search(ArchivePartition partition, long offset, Search<T> search) {
        for (var attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            partition.requireOnline();
            var segments = partition.segments();
            var retired = false;
            for (var i = first(segments, offset); i < segments.length && !retired; i++) {
                var found = attempt(partition, segments[i], search);
                // Its name may have been another file's while it was opened.
                retired = segments[i].retired;
                if (found != null && !retired) {
                    return found;
                }
            }
            if (!retired) {
                return null;
            }
            synchronized (partition) {
                // Waits until what is taking it out of use has put the rest in its place.
                partition.requireOnline();
            }
        }
        throw new JournalException("Partition " + partition.id + " could not be read at offset " + offset + ": "
                + MAX_ATTEMPTS + " times its segments changed meanwhile. This is a defect.");
    }

    private <T> T attempt(ArchivePartition partition, Segment segment, Search<T> search) {
        try {
            return search.in(segment);
        } catch (JournalException.Corrupted e) {
            if (segment.retired) {
                return null;
            }
            throw partition.offline(e.getMessage());
        } catch (JournalException.NoCodec e) {
            throw partition.offline(segment.describe() + " cannot be read. " + e.getMessage());
        } catch (IOException e) {
            if (segment.retired) {
                return null;
            }
            throw new JournalException("Cannot read " + segment.describe() + " (" + e + "). Check the disk.", e);
        }
    }

    private static int first(Segment[] segments, long offset) {
        var low = 0;
        var high = segments.length - 1;
        while (low <= high) {
            var middle = (low + high) >>> 1;
            if (segments[middle].baseOffset <= offset) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return Math.max(0, high);
    }

    private RecordBatch batchIn(ArchivePartition partition, Segment segment, long offset, Following known)
            throws IOException {
        // Its end is asked for before anything else, so that all up to there is there.
        var end = segment.bytes;
        if (known != null && known.segment == segment && !segment.retired) {
            known.scan.readAhead(SegmentScan.STREAM_CHUNK_BYTES);
            try (var opened = openSegments.use(segment)) {
                return take(partition, segment, known.scan.on(opened.file), end, offset);
            }
        }
        try (var opened = openSegments.use(segment)) {
            var scan = opened.scan(start(opened, segment, offset, end), SegmentScan.BATCH_CHUNK_BYTES);
            return take(partition, segment, scan, end, offset);
        }
    }

    /**
     * Finds where to begin to look for an offset; an index that tells anything else than its segment is built anew.
     */
    private static long start(OpenSegments.Open opened, Segment segment, long offset, int end) throws IOException {
        var index = opened.index();
        var entry = index.entryAt(offset - segment.baseOffset);
        if (entry < 0) {
            return 0;
        }
        if (!isRight(opened, segment, index, entry, end)) {
            index = opened.rebuild();
            entry = index.entryAt(offset - segment.baseOffset);
        }
        return index.position(entry);
    }

    private static boolean isRight(OpenSegments.Open opened, Segment segment, SegmentIndex index, int entry, int end)
            throws IOException {
        var scan = opened.scan(index.position(entry), SegmentScan.HEADERS_CHUNK_BYTES);
        try {
            return scan.next(end) && scan.lastOffset() - segment.baseOffset == index.lastOffset(entry);
        } catch (JournalException.Corrupted e) {
            // Either the index or the segment: the batch before leads there as well, and tells which.
            return false;
        }
    }

    private RecordBatch take(ArchivePartition partition, Segment segment, SegmentScan scan, int end, long offset)
            throws IOException {
        var least = segment.baseOffset;
        while (scan.next(end)) {
            if (scan.baseOffset() < least) {
                throw new JournalException.Corrupted(segment.describe() + " has offset " + scan.baseOffset() + " after "
                        + (least - 1) + " at position " + scan.position());
            }
            least = scan.lastOffset() + 1;
            if (scan.lastOffset() >= offset) {
                var batch = scan.batch();
                batch.decompress();
                scan.trim();
                remember(new Place(partition, batch.endOffset()), new Following(segment, scan));
                return batch;
            }
        }
        return null;
    }

    private void remember(Place place, Following next) {
        synchronized (following) {
            following.put(place, next);
            if (following.size() > maxReadAheads) {
                var eldest = following.keySet().iterator();
                eldest.next();
                eldest.remove();
            }
        }
    }

    /** Forgets what was read ahead of a partition. */
    void forget(ArchivePartition partition) {
        synchronized (following) {
            following.keySet().removeIf(place -> place.partition == partition);
        }
    }

    private Long offsetIn(Segment segment, long timestampMillis) throws IOException {
        var end = segment.bytes;
        try (var opened = openSegments.use(segment)) {
            var index = opened.index();
            var maxKnown = index.coveredBytes >= end ? index.maxTimestamp() : Long.MAX_VALUE;
            if (maxKnown < timestampMillis) {
                return null;
            }
            var before = index.before(timestampMillis);
            var entry = before < 0 ? -1 : index.entryAt(before);
            if (entry >= 0 && !isRight(opened, segment, index, entry, end)) {
                index = opened.rebuild();
                entry = index.entryAt(index.before(timestampMillis));
            }
            var scan = opened.scan(index.position(entry), SegmentScan.BATCH_CHUNK_BYTES);
            while (scan.next(end)) {
                if (scan.maxTimestamp() >= timestampMillis) {
                    for (var record : scan.batch()) {
                        if (record.timestampMillis() >= timestampMillis) {
                            return record.offset();
                        }
                    }
                }
            }
            return null;
        }
    }

    /** The largest timestamp of a segment. */
    long maxTimestamp(Segment segment) throws IOException {
        var known = segment.maxTimestamp;
        if (known == Segment.UNKNOWN) {
            try (var opened = openSegments.use(segment)) {
                var index = opened.index();
                known = index.coveredBytes >= segment.bytes
                        ? index.maxTimestamp()
                        : opened.rebuild().maxTimestamp();
                segment.maxTimestamp = known;
            }
        }
        return known;
    }
}
