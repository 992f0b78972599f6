package io.penstock.broker.destination;

import java.util.Arrays;

/**
 * The offset that each partition of the log has come to, by id, whoever owns it and whether anybody does: offsets of an
 * id go on when it gets another owner. For whoever applies entries, one thread at a time.
 */
final class PartitionEnds {

    private long[] ends = new long[64];

    /** The offset at which partitions begin that nothing was written to. */
    private long first;

    void reached(int id, long offset) {
        if (id >= ends.length) {
            ends = Arrays.copyOf(ends, Math.max(id + 1, 2 * ends.length));
        }
        ends[id] = offset;
    }

    /** Offsets below that one are lost, whether or not the partition had come to them. */
    void passed(int id, long offset) {
        reached(id, Math.max(offset, of(id)));
    }

    /** Partitions that nothing was written to begin at that offset. The result is false if that is no news. */
    boolean unseenBegin(long offset) {
        boolean isLater = offset > first;
        first = Math.max(first, offset);
        return isLater;
    }

    /** Whether nothing was ever written to it. */
    boolean isUnseen(int id) {
        return id >= ends.length || ends[id] == 0;
    }

    long of(int id) {
        return isUnseen(id) ? first : ends[id];
    }
}
