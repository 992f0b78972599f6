package io.penstock.broker.destination;

import java.util.Arrays;

/**
 * The offset that each partition of the log has come to, by id, whoever owns it and whether anybody does: offsets of an
 * id go on when it gets another owner. For whoever applies entries, one thread at a time.
 */
final class PartitionEnds {

    private long[] ends = new long[64];

    void reached(int id, long offset) {
        if (id >= ends.length) {
            ends = Arrays.copyOf(ends, Math.max(id + 1, 2 * ends.length));
        }
        ends[id] = offset;
    }

    long of(int id) {
        return id < ends.length ? ends[id] : 0;
    }
}
