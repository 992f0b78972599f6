package io.penstock.broker.destination;

/**
 * Chooses which partition of a lane the next message without a key goes to. Messages that are sent one after the other
 * go to each partition in turn; those that will be in one frame of the journal anyway stay together, because a batch of
 * many records costs its writer and each of its readers little more than a batch of one. So the turn of a partition is
 * over once something was written to it, or enough was put there.
 *
 * <p>Several threads may get the same turn, and one may take more than its share: the fields are plain, and what they
 * tell is where messages are spread to, which no order depends on.
 */
final class RoundRobin {

    /** A batch that large is as cheap as they get, and few enough not to be felt by whoever owns another partition. */
    static final int MAX_MESSAGES = 64;

    private int number = -1;
    private int messages;
    private long endOffset;

    PartitionLog next(PartitionTable partitions, int lane) {
        int current = number;
        // A caller that still has the table from before a growth does not know all partitions whose turn it may be.
        if (current >= 0 && current < partitions.width() && messages < MAX_MESSAGES) {
            var partition = partitions.get(lane, current);
            if (partition.endOffset() == endOffset) {
                messages++;
                return partition;
            }
        }
        current = current + 1 >= partitions.width() ? 0 : current + 1;
        var partition = partitions.get(lane, current);
        endOffset = partition.endOffset();
        messages = 1;
        number = current;
        return partition;
    }
}
