package io.penstock.broker;

import io.penstock.Destination;

import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * The partitions of a destination, and where a message goes. Each partition is divided into lanes by priority, which
 * are partitions of their own in the log: lane {@code l} of partition {@code p} has the index {@code p * lanes + l}.
 * Immutable but for whose turn it is; safe for use by any thread.
 */
final class PartitionTable {

    private final PartitionLog[] logs;
    private final int lanes;

    /** By lane. */
    private final KeylessTurn[] turns;

    PartitionTable(LocalDestination destination, Destination declared, int firstId, LongSupplier storeId) {
        lanes = declared.effectivePriorities();
        logs = new PartitionLog[declared.partitionNumbers()];
        Arrays.setAll(logs, index -> new PartitionLog(destination, index, firstId + index, storeId));
        turns = IntStream.range(0, lanes).mapToObj(lane -> new KeylessTurn()).toArray(KeylessTurn[]::new);
    }

    int lanes() {
        return lanes;
    }

    /** Partitions, however many lanes each has. */
    int width() {
        return logs.length / lanes;
    }

    /** Partitions in the log. */
    int count() {
        return logs.length;
    }

    PartitionLog get(int index) {
        return logs[index];
    }

    PartitionLog get(int lane, int number) {
        return logs[number * lanes + lane];
    }

    int lane(int index) {
        return lanes == 1 ? 0 : index % lanes;
    }

    /** The partition that it is a lane of. */
    int number(int index) {
        return lanes == 1 ? index : index / lanes;
    }

    /** Where a message with that key goes; without a key, {@linkplain KeylessTurn to each partition in turn}. */
    PartitionLog route(byte[] key, int lane) {
        int width = width();
        if (width == 1) {
            return get(lane, 0);
        }
        return key == null ? turns[lane].next(this, lane) : get(lane, Partitioner.partition(key, width));
    }

    /** Indexes in the order of hand-out, as far as there is one: from the highest lane to the lowest. */
    int[] inOrder() {
        return IntStream.range(0, logs.length)
                .map(at -> at % width() * lanes + lanes - 1 - at / width())
                .toArray();
    }

    long[] endOffsets() {
        return Arrays.stream(logs).mapToLong(PartitionLog::endOffset).toArray();
    }
}
