package io.penstock.broker.declaration;

import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.broker.subscription.Lanes;

/**
 * Refuses declarations that would take too much of the heap: without this bound, one declaration could end the process,
 * and each start after it. What exists is never refused.
 */
public final class LaneBound {

    /** The bytes that a lane takes while little waits in it, generously: measured were 110 bytes on 64-bit Java. */
    static final long BYTES_OF_A_PARTITION = 128;

    /** The bytes that a subscription takes for each lane that it reads, generously: measured were 1,460 to 1,570. */
    static final long BYTES_OF_A_READER = 2_048;

    /** The rest is for messages, senders and the application. */
    private static final int PARTS_OF_THE_HEAP = 2;

    private final Lanes lanes;
    private final long heapBytes;

    /** @param heapBytes the largest heap that the process may have */
    public LaneBound(Lanes lanes, long heapBytes) {
        this.lanes = lanes;
        this.heapBytes = heapBytes;
    }

    /** @throws PenstockException.InvalidConfiguration if so many more partitions with their readers need too much */
    void requireRoomFor(Destination wanted, int morePartitions, long subscriptions) {
        if (leftAfter(morePartitions, morePartitions * subscriptions) < 0) {
            throw new PenstockException.InvalidConfiguration("Destination '" + wanted.name() + "' asks for "
                    + Descriptions.of(wanted) + ": " + morePartitions + " more partition(s), each lane of one counted"
                    + (subscriptions == 0 ? "" : ", for " + subscriptions + " subscription(s)") + ". " + advice());
        }
    }

    /** @throws PenstockException.Conflict if one more subscription of a destination needs too much */
    void requireRoomForReader(String subscription, String destination, int partitions) {
        if (leftAfter(0, partitions) < 0) {
            throw new PenstockException.Conflict("Subscription '" + subscription + "' would read " + partitions
                    + " partition(s) of '" + destination + "', each lane of one counted. " + advice());
        }
    }

    private long leftAfter(long morePartitions, long moreReaders) {
        return heapBytes / PARTS_OF_THE_HEAP
                - (lanes.partitions() + morePartitions) * BYTES_OF_A_PARTITION
                - (lanes.readers() + moreReaders) * BYTES_OF_A_READER;
    }

    private String advice() {
        return "There is no memory for that: with a heap of " + (heapBytes >> 20) + " MiB there may be about "
                + heapBytes / PARTS_OF_THE_HEAP / BYTES_OF_A_READER
                + " partitions that subscriptions read, and there are "
                + lanes.readers() + ". Use fewer partitions, priorities or subscriptions, or a larger heap (-Xmx).";
    }
}
