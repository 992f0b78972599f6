package io.penstock.broker.feed;

import io.penstock.broker.record.RecordView;

/** What a feed asks of the subscription that it belongs to. It is used on the subscription's loop. */
public interface FeedOwner {

    /** The feed may have something to hand out: it is asked in one of the next turns. */
    void activate(PartitionFeed feed);

    /** The feed of the partition with that index. */
    PartitionFeed feed(int partition);

    /**
     * Opens a source of that partition beside that of its feed.
     *
     * @param whenHere is run on the loop when it is worth asking again what was not here
     */
    RecordView.Source source(int partition, Runnable whenHere);

    /** Whether consumers have a record of that feed below that offset. */
    boolean holdsBelow(PartitionFeed feed, long offset);
}
