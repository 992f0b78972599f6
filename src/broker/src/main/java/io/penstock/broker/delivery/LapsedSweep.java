package io.penstock.broker.delivery;

import io.penstock.broker.entry.Entry;
import io.penstock.broker.feed.PartitionFeed;
import io.penstock.broker.record.RecordView;
import io.penstock.journal.JournalException;

/**
 * Settles messages of a subscription that were not to outlive an earlier process, so that they are not counted as
 * waiting until a consumer comes by. It looks through all that waited when the process began, a part in each turn. It
 * belongs to the subscription's loop.
 */
final class LapsedSweep {

    /** Records looked at in one turn; then others have theirs. */
    private static final int MAX_PER_TURN = 4_096;

    /**
     * Settled ranges in a partition with which a sweep stops: lapsed messages that lie between others leave a range
     * each, about 100 bytes. What is left is settled when its turn to be handed out comes.
     */
    private static final int MAX_RANGES = 1 << 16;

    private final LocalSubscription subscription;
    private final PartitionFeeds feeds;
    private final Settler settler;
    private final Decisions decisions;
    private final ActiveFeeds active;
    private final int incarnation;
    private final long[] ends;
    private int partition;
    private RecordView.Source source;
    private long at;
    private boolean complete = true;

    /** Whether it goes on when a record was fetched. */
    private boolean isAwaiting;

    /** @param incarnation of the log now */
    LapsedSweep(
            LocalSubscription subscription,
            PartitionFeeds feeds,
            Settler settler,
            Decisions decisions,
            ActiveFeeds active,
            int incarnation) {
        this.subscription = subscription;
        this.feeds = feeds;
        this.settler = settler;
        this.decisions = decisions;
        this.active = active;
        this.incarnation = incarnation;
        ends = subscription.destination().endOffsets();
    }

    /** A part of it, in a turn of the loop; false if that was the last. */
    boolean goOn() {
        int left = MAX_PER_TURN;
        isAwaiting = false;
        while (left > 0 && partition < ends.length && !isAwaiting) {
            try {
                left -= sweep(left);
            } catch (JournalException.PartitionOffline e) {
                // The log has said so. What is in it is settled when it can be read again.
                complete = false;
                next();
            }
        }
        if (partition < ends.length) {
            if (!isAwaiting) {
                active.wake();
            }
            return true;
        }
        if (complete) {
            conclude();
        }
        return false;
    }

    /** Journals that nothing is left, after what was settled is in the journal. */
    private void conclude() {
        settler.flush();
        decisions.decide(new Entry.LapsedSettled(subscription.id(), incarnation));
    }

    /** Goes on in the current partition, and returns the number of records that it looked at. */
    private int sweep(int most) {
        var feed = feeds.feed(partition);
        // The sweep has a source of its own, so that it does not disturb the one for hand-outs.
        source = source == null ? feeds.source(partition, active::wake) : source;
        int looked = 0;
        while (looked < most) {
            at = feed.progress.nextUnsettled(at);
            boolean isOver = at >= ends[partition] || isFull(feed);
            if (!isOver && !source.isHere(at)) {
                isAwaiting = true;
                return looked;
            }
            var record = isOver ? null : source.from(at);
            if (record == null) {
                next();
                return looked;
            }
            looked++;
            // The feed settles the records that were removed in between.
            at = record.offset() + 1;
            if (record.isLapsed() && record.offset() < ends[partition]) {
                feed.settling.add(record.offset());
                settler.touched(feed);
            }
        }
        return looked;
    }

    private boolean isFull(PartitionFeed feed) {
        boolean full = feed.progress.ranges() >= MAX_RANGES;
        complete &= !full;
        return full;
    }

    /** The subscription is gone. */
    void end() {
        if (source != null) {
            source.cancelFetch();
        }
    }

    private void next() {
        partition++;
        source = null;
        at = 0;
    }
}
