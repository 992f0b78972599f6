package io.penstock.broker.backlog;

import io.penstock.broker.entry.RecordPosition;
import io.penstock.broker.feed.FeedOwner;
import io.penstock.broker.feed.PartitionProgress;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Finds the oldest messages of a subscription that may be thrown away: those that no consumer has, no prepared
 * transaction has locked, and nothing else is being done to. Belongs to the subscription's loop.
 */
public final class OldestMessages {

    private PartitionProgress[] progress;
    private final FeedOwner feeds;
    private final Supplier<Set<RecordPosition>> holding;

    /** The offset of the oldest message of each partition that was found last, so that it is read only once. */
    private long[] heads;

    private long[] sentMillis;

    /** @param holding all that consumers have */
    public OldestMessages(PartitionProgress[] progress, FeedOwner feeds, Supplier<Set<RecordPosition>> holding) {
        this.progress = progress;
        this.feeds = feeds;
        this.holding = holding;
        heads = new long[progress.length];
        sentMillis = new long[progress.length];
        Arrays.fill(heads, -1);
    }

    /** The destination has more partitions. */
    public void grow(PartitionProgress[] more) {
        int before = heads.length;
        progress = more;
        heads = Arrays.copyOf(heads, progress.length);
        sentMillis = Arrays.copyOf(sentMillis, progress.length);
        Arrays.fill(heads, before, heads.length, -1);
    }

    /**
     * Takes messages out of reach until what remains is not too much, or no more can be had.
     *
     * @param isTooMuch whether more have to go
     * @param backlog is told of each that is taken
     */
    List<RecordPosition> take(BooleanSupplier isTooMuch, Backlog backlog) {
        var taken = new ArrayList<RecordPosition>();
        if (!isTooMuch.getAsBoolean()) {
            return taken;
        }
        var from = new long[progress.length];
        var held = holding.get();
        while (isTooMuch.getAsBoolean()) {
            var next = next(from, held);
            if (next == null) {
                break;
            }
            feeds.feed(next.partition()).claim(next.offset());
            from[next.partition()] = next.offset() + 1;
            backlog.discard(next);
            taken.add(next);
        }
        return taken;
    }

    private RecordPosition next(long[] from, Set<RecordPosition> held) {
        int oldest = -1;
        for (int i = 0; i < progress.length; i++) {
            from[i] = available(i, from[i], held);
            if (from[i] >= 0 && progress.length == 1) {
                return new RecordPosition(i, from[i]);
            }
            if (from[i] >= 0) {
                read(i, from[i]);
                oldest = oldest < 0 || sentMillis[i] < sentMillis[oldest] ? i : oldest;
            }
        }
        return oldest < 0 ? null : new RecordPosition(oldest, from[oldest]);
    }

    private void read(int partition, long offset) {
        if (heads[partition] != offset) {
            heads[partition] = offset;
            sentMillis[partition] = feeds.feed(partition).sentMillis(offset);
        }
    }

    /** The lowest offset from there on that may be thrown away, or -1. */
    private long available(int partition, long from, Set<RecordPosition> held) {
        if (from < 0) {
            return -1;
        }
        long end = feeds.feed(partition).endOffset();
        for (long at = progress[partition].nextUnsettled(from);
                at < end;
                at = progress[partition].nextUnsettled(at + 1)) {
            var feed = feeds.feed(partition);
            if (feed.withheld().isAvailable(at)
                    && !feed.isHole(at)
                    && !held.contains(new RecordPosition(partition, at))) {
                return at;
            }
        }
        return -1;
    }
}
