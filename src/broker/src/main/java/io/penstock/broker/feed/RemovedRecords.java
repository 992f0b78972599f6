package io.penstock.broker.feed;

import io.penstock.broker.destination.PartitionLog;
import io.penstock.broker.entry.RangeBuilder;
import io.penstock.broker.record.RecordView;

/**
 * Settles records of a partition that one subscription has not settled and that are no longer in the log. It belongs to
 * the subscription's loop.
 */
final class RemovedRecords {

    private final PartitionLog log;
    private final PartitionProgress progress;
    private final RecordView.Source source;
    private final RangeBuilder settling;
    private long skipped;

    /** @param settling takes what is to be journaled as settled */
    RemovedRecords(PartitionLog log, PartitionProgress progress, RecordView.Source source, RangeBuilder settling) {
        this.log = log;
        this.progress = progress;
        this.source = source;
        this.settling = settling;
    }

    /**
     * Passes an offset that has no record, and settles it unless it is a hole, of which the progress is about to be
     * told.
     *
     * @param next the record behind it, or null
     * @return where to go on: up to the end
     */
    long pass(long at, RecordView next, long end) {
        long behindHole = log.holes().skip(at);
        if (behindHole > at) {
            return behindHole;
        }
        long to = next == null ? end : Math.min(end, next.offset());
        settle(at, to);
        return to;
    }

    /** Records that do not exist any more: compacted, which loses nothing, or too old, which counts. */
    void settle(long from, long to) {
        long expiredEnd = Math.min(to, source.startOffset());
        for (long at = progress.nextUnsettled(from); at < expiredEnd; at = progress.nextUnsettled(at)) {
            long end = Math.min(expiredEnd, progress.nextSettled(at));
            skipped += end - at;
            at = end;
        }
        settling.add(from, to);
    }

    /** Takes the number of records that were lost to retention since the last call. */
    long takeSkipped() {
        long count = skipped;
        skipped = 0;
        return count;
    }
}
