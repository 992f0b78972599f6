package io.penstock.broker.delivery;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Withholds records of a subscription that somebody wants to move, such as dead letters, so that nobody is handed them
 * meanwhile. It is used on the subscription's loop.
 */
public final class Claims {

    private final PartitionFeeds feeds;
    private final Consumers consumers;

    Claims(PartitionFeeds feeds, Consumers consumers) {
        this.feeds = feeds;
        this.consumers = consumers;
    }

    /** Takes those of the offsets that wait and that nobody holds; from now on nobody gets them. */
    public Set<Long> claim(int partition, List<Long> offsets) {
        var held = consumers.held(partition);
        var claimed = new HashSet<Long>();
        for (long offset : offsets) {
            if (!held.contains(offset) && feeds.feed(partition).claim(offset)) {
                claimed.add(offset);
            }
        }
        return claimed;
    }

    /** Claimed records are handed out as before. */
    public void unclaim(int partition, List<Long> offsets) {
        offsets.forEach(feeds.feed(partition)::unclaim);
        feeds.activate(feeds.feed(partition));
    }

    /** A claimed record was settled; its place is free. */
    public void claimSettled(int partition, long offset) {
        feeds.feed(partition).claimSettled(offset);
        feeds.activate(feeds.feed(partition));
    }
}
