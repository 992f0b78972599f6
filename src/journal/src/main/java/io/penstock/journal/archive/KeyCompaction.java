package io.penstock.journal.archive;

import io.penstock.journal.record.LogRecord;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the newest record of each key. A pass collects the keys of the records that came since the last pass, as many
 * as it may remember, and removes older records of these keys. It is for one thread.
 */
final class KeyCompaction {

    /**
     * The time after which readers are asked again whether they have passed a tombstone; each time, everything is read.
     */
    private static final long MIN_WAIT_MILLIS = 60_000;

    private final ArchiveOptions options;
    private final InstantSource clock;
    private final OpenSegments openSegments;
    private final RemovedSegments removed;
    private final SegmentRewriter rewriter;

    KeyCompaction(
            ArchiveOptions options,
            InstantSource clock,
            OpenSegments openSegments,
            RemovedSegments removed,
            SegmentRewriter rewriter) {
        this.options = options;
        this.clock = clock;
        this.openSegments = openSegments;
        this.removed = removed;
        this.rewriter = rewriter;
    }

    /** @param needed asked only if the plan protects readers */
    void step(ArchivePartition partition, PartitionPlan plan, Needed needed) throws IOException {
        var segments = known(partition);
        var knownTo = segments.isEmpty() ? 0 : partition.endOf(segments.get(segments.size() - 1));
        var total = segments.stream().mapToLong(segment -> segment.bytes).sum();
        var unseen = segments.stream()
                .filter(segment -> partition.endOf(segment) > partition.keysSeenTo)
                .mapToLong(segment -> segment.bytes)
                .sum();
        var now = clock.millis();
        var age = PartitionPlan.millis(plan.tombstoneAge());
        if (total == 0 || now < partition.keysDueMillis && 2 * unseen < total) {
            // Every pass reads all that lies before: it waits until there is as much that is new, but not for ever.
            partition.keysDueMillis =
                    unseen == 0 ? partition.keysDueMillis : Math.min(partition.keysDueMillis, now + age);
            return;
        }
        var keys = new KeyOffsets(options.maxCompactionKeys());
        var end = learn(partition, segments, keys);
        partition.keysSeen.read(partition.folder);
        partition.keysSeen.add(end, now, age);
        var passed = plan.protectsReaders() ? firstNeeded(partition, needed, end) : Long.MAX_VALUE;
        var filter = new Newest(keys, end, partition.keysSeen, passed, age, now);
        if (rewrite(partition, plan, segments, filter)) {
            partition.keysSeenTo = end;
            // Where there were more keys than may be remembered, the next pass goes on at once.
            partition.keysDueMillis = end < knownTo ? now : filter.tombstonesDueMillis;
        } else {
            partition.keysDueMillis = now + age;
        }
        // Last: a full disk must not keep it from making room.
        partition.keysSeen.write(partition.folder);
    }

    private static long firstNeeded(ArchivePartition partition, Needed needed, long end) {
        var ranges = needed.needed(Math.min(end, Math.max(0, partition.startOffset())), end);
        return ranges.length == 0 ? Long.MAX_VALUE : ranges[0];
    }

    /** Collects segments from the oldest on; what the older checkpoint does not know as sealed ends it. */
    private List<Segment> known(ArchivePartition partition) {
        var known = new ArrayList<Segment>();
        for (var segment : partition.sealed()) {
            if (!removed.isKnown(partition.folderName, segment)) {
                break;
            }
            known.add(segment);
        }
        return known;
    }

    /** @return the offset up to which all keys are known */
    private long learn(ArchivePartition partition, List<Segment> segments, KeyOffsets keys) throws IOException {
        var end = partition.keysSeenTo;
        for (var segment : segments) {
            if (partition.endOf(segment) <= partition.keysSeenTo) {
                continue;
            }
            try (var opened = openSegments.use(segment)) {
                var scan = opened.scan(0, SegmentScan.STREAM_CHUNK_BYTES);
                while (scan.next(segment.bytes)) {
                    for (var record : scan.batch()) {
                        var isNew = record.offset() >= partition.keysSeenTo && record.hasKey();
                        if (isNew && !keys.put(record.key(), record.offset())) {
                            return record.offset();
                        }
                    }
                }
            }
            end = partition.endOf(segment);
        }
        return end;
    }

    /** Rewrites in the order of offsets: a tombstone goes only after all that it hides, whenever this is cut short. */
    private boolean rewrite(ArchivePartition partition, PartitionPlan plan, List<Segment> segments, Newest filter)
            throws IOException {
        var runs = new CompactionRuns(options.segmentBytes());
        for (var segment : segments) {
            if (segment.baseOffset >= filter.end) {
                break;
            }
            var records = 0L;
            var going = 0L;
            try (var opened = openSegments.use(segment)) {
                var scan = opened.scan(0, SegmentScan.STREAM_CHUNK_BYTES);
                while (scan.next(segment.bytes)) {
                    for (var record : scan.batch()) {
                        records++;
                        going += filter.reason(record) == null ? 0 : 1;
                    }
                }
            }
            var living = (long) (segment.bytes * (double) (records - going) / Math.max(1, records));
            runs.add(segment, partition.endOf(segment), living, going > 0);
        }
        runs.end();
        for (var run : runs.runs()) {
            if (!rewriter.rewrite(partition, run, plan.compression(), filter)) {
                return false;
            }
        }
        return true;
    }

    private static final class Newest implements SegmentRewriter.Filter {

        private final KeyOffsets keys;
        private final long end;
        private final KeysSeen seen;

        /** The offset below which all readers that are protected have read everything. */
        private final long passed;

        private final long tombstoneMillis;
        private final long nowMillis;

        /** The time at which the next tombstone that stays is to go. */
        private long tombstonesDueMillis = Long.MAX_VALUE;

        Newest(KeyOffsets keys, long end, KeysSeen seen, long passed, long tombstoneMillis, long nowMillis) {
            this.keys = keys;
            this.end = end;
            this.seen = seen;
            this.passed = passed;
            this.nowMillis = nowMillis;
            this.tombstoneMillis = tombstoneMillis;
        }

        @Override
        public RemovalReason reason(LogRecord record) {
            if (record.offset() >= end || !record.hasKey()) {
                return null;
            }
            if (keys.get(record.key()) > record.offset()) {
                return RemovalReason.SUPERSEDED;
            }
            if (record.hasValue()) {
                return null;
            }
            var dueMillis = seen.millis(record.offset()) + tombstoneMillis;
            if (dueMillis <= nowMillis && record.offset() < passed) {
                return RemovalReason.TOMBSTONE;
            }
            dueMillis = Math.max(dueMillis, nowMillis + Math.min(tombstoneMillis, MIN_WAIT_MILLIS));
            tombstonesDueMillis = Math.min(tombstonesDueMillis, dueMillis);
            return null;
        }
    }
}
