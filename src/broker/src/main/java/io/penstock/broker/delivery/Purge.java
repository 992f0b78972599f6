package io.penstock.broker.delivery;

import io.penstock.PenstockException;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.feed.PartitionFeed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * Settles everything that a subscription has not settled, except what its consumers and prepared transactions have.
 * Nothing is handed out until it has ended. It belongs to the subscription's loop.
 */
public final class Purge {

    /** The largest number of held records: the ranges between them are written down, and must fit into one frame. */
    private static final int MAX_HELD = 50_000;

    private final PartitionFeeds feeds;
    private final SubscriptionProgress progress;
    private final Entry.Settled settled;
    private final long messages;
    private final long held;

    private Purge(
            PartitionFeeds feeds, SubscriptionProgress progress, Entry.Settled settled, long messages, long held) {
        this.feeds = feeds;
        this.progress = progress;
        this.settled = settled;
        this.messages = messages;
        this.held = held;
    }

    /** The entry that settles the purged messages. */
    public Entry.Settled settled() {
        return settled;
    }

    /** The number of purged messages. */
    public long messages() {
        return messages;
    }

    /** The number of messages that are left. */
    public long held() {
        return held;
    }

    static Purge begin(
            LocalSubscription subscription, PartitionFeeds feeds, Consumers consumers, SubscriptionProgress progress) {
        var held = new ArrayList<TreeSet<Long>>();
        for (var known : feeds.progress()) {
            held.add(new TreeSet<>(known.lockedOffsets()));
        }
        consumers.held().forEach(delivery -> held.get(delivery.feed.index).add(delivery.offset));
        long count = held.stream().mapToLong(TreeSet::size).sum();
        if (count > MAX_HELD) {
            throw new PenstockException.Conflict("The consumers of " + subscription + ", and transactions that are"
                    + " prepared, have " + count + " messages; with more than " + MAX_HELD
                    + " it cannot be purged. Stop some consumers, or end some transactions.");
        }
        long messages = 0;
        List<Entry.Settled.Ranges> ranges = new ArrayList<>();
        for (int i = 0; i < held.size(); i++) {
            var known = feeds.progress(i);
            var log = subscription.destination().partition(i);
            long end = log.endOffset();
            long waiting = known.unsettled(end, log.holes()) - held.get(i).size();
            if (waiting > 0) {
                messages += waiting;
                ranges.add(new Entry.Settled.Ranges(i, between(known.watermark(), end, held.get(i))));
            }
        }
        Arrays.stream(feeds.all()).forEach(PartitionFeed::hold);
        var settled = new Entry.Settled(subscription.id(), ranges.toArray(Entry.Settled.Ranges[]::new));
        return new Purge(feeds, progress, settled, messages, count);
    }

    private static long[] between(long from, long end, TreeSet<Long> held) {
        var bounds = new long[2 * held.size() + 2];
        int used = 0;
        long at = from;
        for (long offset : held) {
            if (offset > at) {
                bounds[used++] = at;
                bounds[used++] = offset;
            }
            at = offset + 1;
        }
        if (end > at) {
            bounds[used++] = at;
            bounds[used++] = end;
        }
        return Arrays.copyOf(bounds, used);
    }

    /** Ends the purge, when its entry is in the journal or could not be written. */
    public void end() {
        if (!progress.isDurable()) {
            progress.apply(settled);
        }
        for (var feed : feeds.all()) {
            feed.release();
            feeds.activate(feed);
        }
        feeds.recallMoved();
    }
}
