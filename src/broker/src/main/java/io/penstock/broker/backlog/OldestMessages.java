package io.penstock.broker.backlog;

import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.entry.RecordPosition;
import io.penstock.broker.feed.FeedOwner;
import io.penstock.broker.feed.PartitionProgress;
import io.penstock.broker.record.RecordView;
import io.penstock.journal.JournalException;

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

    private final LocalDestination destination;
    private PartitionProgress[] progress;
    private final FeedOwner feeds;
    private final Supplier<Set<RecordPosition>> holding;

    /** The offset of the oldest message of each partition that was found last, so that it is read only once. */
    private long[] heads;

    private long[] sentMillis;

    /** Sources of their own, so that they do not disturb those for hand-outs; each is null until it is needed. */
    private RecordView.Source[] sources;

    /** Whether the next message has to be fetched before it can be compared with others. */
    private boolean isAwaiting;

    /** @param holding all that consumers have */
    public OldestMessages(
            LocalDestination destination,
            PartitionProgress[] progress,
            FeedOwner feeds,
            Supplier<Set<RecordPosition>> holding) {
        this.destination = destination;
        this.progress = progress;
        this.feeds = feeds;
        this.holding = holding;
        heads = new long[progress.length];
        sentMillis = new long[progress.length];
        sources = new RecordView.Source[progress.length];
        Arrays.fill(heads, -1);
    }

    /** The destination has more partitions. */
    public void grow(PartitionProgress[] more) {
        int before = heads.length;
        progress = more;
        heads = Arrays.copyOf(heads, progress.length);
        sentMillis = Arrays.copyOf(sentMillis, progress.length);
        sources = Arrays.copyOf(sources, progress.length);
        Arrays.fill(heads, before, heads.length, -1);
    }

    /**
     * Takes messages out of reach until what remains is not too much, or no more can be had.
     *
     * @param isTooMuch whether more have to go
     * @param backlog is told of each that is taken
     * @param taken those that are taken are added to it, in order
     * @param whenHere is run on the loop when something was fetched; always the same
     * @return false if the next one has to be fetched first, so that this is to be called again
     */
    boolean take(BooleanSupplier isTooMuch, Backlog backlog, List<RecordPosition> taken, Runnable whenHere) {
        if (!isTooMuch.getAsBoolean()) {
            return true;
        }
        isAwaiting = false;
        var from = new long[progress.length];
        var held = holding.get();
        while (isTooMuch.getAsBoolean()) {
            var next = next(from, held, whenHere);
            if (next == null) {
                return !isAwaiting;
            }
            feeds.feed(next.partition()).claim(next.offset());
            from[next.partition()] = next.offset() + 1;
            backlog.discard(next);
            taken.add(next);
        }
        return true;
    }

    private RecordPosition next(long[] from, Set<RecordPosition> held, Runnable whenHere) {
        int oldest = -1;
        for (int i = 0; i < progress.length; i++) {
            from[i] = available(i, from[i], held);
            if (from[i] >= 0 && progress.length == 1) {
                return new RecordPosition(i, from[i]);
            }
            if (from[i] >= 0) {
                isAwaiting |= !isRead(i, from[i], whenHere);
                oldest = oldest < 0 || sentMillis[i] < sentMillis[oldest] ? i : oldest;
            }
        }
        return oldest < 0 || isAwaiting ? null : new RecordPosition(oldest, from[oldest]);
    }

    /** Whether it is known when that message was sent. */
    private boolean isRead(int partition, long offset, Runnable whenHere) {
        if (heads[partition] == offset) {
            return true;
        }
        if (sources[partition] == null) {
            sources[partition] = feeds.source(partition, whenHere);
        }
        try {
            if (!sources[partition].isHere(offset)) {
                return false;
            }
            var sent = sources[partition].from(offset);
            sentMillis[partition] = sent == null ? Long.MAX_VALUE : sent.timestampMillis();
        } catch (JournalException.PartitionOffline e) {
            // The log has said so. What can be read is thrown away first.
            sentMillis[partition] = Long.MAX_VALUE;
        }
        heads[partition] = offset;
        return true;
    }

    /** Nobody waits any more for what is being fetched. */
    void end() {
        for (var source : sources) {
            if (source != null) {
                source.cancelFetch();
            }
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
                    && !isHole(partition, at)
                    && !held.contains(new RecordPosition(partition, at))) {
                return at;
            }
        }
        return -1;
    }

    /** Whether no record has that offset, whether or not the progress was told of it. */
    private boolean isHole(int partition, long at) {
        return destination.partition(partition).holes().skip(at) > at;
    }
}
