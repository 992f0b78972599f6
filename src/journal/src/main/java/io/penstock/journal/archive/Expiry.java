package io.penstock.journal.archive;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;

/**
 * Removes whole sealed segments whose records are too old, or are too many, from the oldest on. It is for one thread.
 */
final class Expiry {

    private final InstantSource clock;
    private final ArchiveReader reader;
    private final ArchiveWriter writer;
    private final RemovedSegments removed;
    private final Removal removal;

    Expiry(InstantSource clock, ArchiveReader reader, ArchiveWriter writer, RemovedSegments removed, Removal removal) {
        this.clock = clock;
        this.reader = reader;
        this.writer = writer;
        this.removed = removed;
        this.removal = removal;
    }

    void expire(ArchivePartition partition, PartitionPlan plan, long firstNeeded) throws IOException {
        var oldest = plan.maxAge() == null ? Long.MIN_VALUE : clock.millis() - PartitionPlan.millis(plan.maxAge());
        var limit = plan.protectsReaders() ? firstNeeded : Long.MAX_VALUE;
        var byAge = new ArrayList<Segment>();
        var young = new ArrayList<Segment>();
        var left = 0L;
        for (var segment : partition.segments()) {
            left += segment.bytes;
        }
        for (var segment : partition.sealed()) {
            if (partition.endOf(segment) > limit || !removed.isKnown(partition.folderName, segment)) {
                break;
            }
            // A record from the future keeps its own segment, and none behind that.
            if (reader.maxTimestamp(segment) < oldest) {
                byAge.add(segment);
                left -= segment.bytes;
            } else {
                young.add(segment);
            }
        }
        var bySize = new ArrayList<Segment>();
        for (var segment : young) {
            if (plan.maxBytes() == 0 || left <= plan.maxBytes()) {
                break;
            }
            bySize.add(segment);
            left -= segment.bytes;
        }
        if (!byAge.isEmpty()) {
            removal.remove(partition, byAge, RemovalReason.AGE);
        }
        if (!bySize.isEmpty()) {
            removal.remove(partition, bySize, RemovalReason.SIZE);
        }
        // The active segment is sealed too: it would otherwise be kept for ever if nothing more is sent.
        var active = partition.active;
        if (active != null && active.bytes > 0 && reader.maxTimestamp(active) < oldest) {
            writer.seal(partition);
        }
    }
}
