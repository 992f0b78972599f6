package io.penstock.journal.archive;

import io.penstock.journal.record.LogRecord;

import java.io.IOException;
import java.util.ArrayList;

/**
 * Removes records that every reader has settled, so that one unsettled message does not keep a whole segment. It is for
 * one thread.
 */
final class SettledCompaction {

    /** Segments that one step looks into, so that it stays short. */
    private static final int MAX_EXAMINED = 64;

    private final ArchiveOptions options;
    private final OpenSegments openSegments;
    private final ArchiveWriter writer;
    private final RemovedSegments removed;
    private final SegmentRewriter rewriter;

    SettledCompaction(
            ArchiveOptions options,
            OpenSegments openSegments,
            ArchiveWriter writer,
            RemovedSegments removed,
            SegmentRewriter rewriter) {
        this.options = options;
        this.openSegments = openSegments;
        this.writer = writer;
        this.removed = removed;
        this.rewriter = rewriter;
    }

    /** Rewrites at most one segment's worth; the next step goes on where this one ended. */
    void step(ArchivePartition partition, PartitionPlan plan, Needed needed) throws IOException {
        var ranges = new ArrayList<Long>();
        var runs = new CompactionRuns(options.segmentBytes());
        var examined = 0;
        var from = partition.compactFrom;
        for (var segment : partition.sealed()) {
            if (segment.baseOffset < from) {
                continue;
            }
            if (examined++ == MAX_EXAMINED || !runs.runs().isEmpty()) {
                break;
            }
            var end = partition.endOf(segment);
            partition.compactFrom = end;
            if (!removed.isKnown(partition.folderName, segment)) {
                runs.end();
                continue;
            }
            var wanted = needed.needed(segment.baseOffset, end);
            for (var bound : wanted) {
                ranges.add(bound);
            }
            var living = livingBytes(segment, end, new OffsetRanges(wanted));
            runs.add(segment, end, living, 2 * living < segment.bytes);
        }
        if (examined < MAX_EXAMINED && runs.runs().isEmpty()) {
            partition.compactFrom = 0;
        }
        runs.end();
        if (!runs.runs().isEmpty()) {
            var bounds = ranges.stream().mapToLong(Long::longValue).toArray();
            rewriter.rewrite(partition, runs.runs().get(0), plan.compression(), new Staying(new OffsetRanges(bounds)));
        }
        sealIfDone(partition, needed);
    }

    /** Estimates what stays of a segment by the share of each batch's records; exact where all or none are needed. */
    private long livingBytes(Segment segment, long end, OffsetRanges needed) throws IOException {
        if (needed.isEmpty() || needed.count(segment.baseOffset, end) == end - segment.baseOffset) {
            return needed.isEmpty() ? 0 : segment.bytes;
        }
        var living = 0L;
        try (var opened = openSegments.use(segment)) {
            var scan = opened.scan(0, SegmentScan.HEADERS_CHUNK_BYTES);
            while (scan.next(segment.bytes)) {
                var share = Math.min(scan.count(), needed.count(scan.baseOffset(), scan.lastOffset() + 1));
                living += scan.length() * share / scan.count();
            }
        }
        return living;
    }

    /** A queue that rests would otherwise keep its last segment, of which nothing is needed. */
    private void sealIfDone(ArchivePartition partition, Needed needed) throws IOException {
        var active = partition.active;
        if (active != null && active.bytes > 0) {
            var wanted = new OffsetRanges(needed.needed(active.baseOffset, partition.endOf(active)));
            if (2 * livingBytes(active, partition.endOf(active), wanted) < active.bytes) {
                writer.seal(partition);
            }
        }
    }

    private record Staying(OffsetRanges needed) implements SegmentRewriter.Filter {

        @Override
        public RemovalReason reason(LogRecord record) {
            return needed.contains(record.offset()) ? null : RemovalReason.SETTLED;
        }

        @Override
        public RemovalReason reason(long from, long to) {
            return needed.count(from, to) == 0 ? RemovalReason.SETTLED : null;
        }
    }
}
