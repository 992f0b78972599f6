package io.penstock.broker.feed;

/** What a feed asks of the subscription that it belongs to. It is used on the subscription's loop. */
public interface FeedOwner {

    /** The feed may have something to hand out: it is asked in one of the next turns. */
    void activate(PartitionFeed feed);

    /** The feed of the partition with that index. */
    PartitionFeed feed(int partition);

    /** Whether consumers have a record of that feed below that offset. */
    boolean holdsBelow(PartitionFeed feed, long offset);
}
