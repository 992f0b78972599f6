package io.penstock.broker.destination;

import io.penstock.Destination;
import io.penstock.broker.record.Address;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * Holds the partitions of a destination, and chooses the one that a message goes to. Each partition is divided into
 * lanes by priority, which are partitions of their own in the log: lane {@code l} of partition {@code p} has the index
 * {@code p * lanes + l}. It is immutable except for whose turn it is, and safe for use by any thread.
 */
public final class PartitionTable {

    private final PartitionLog[] logs;
    private final int lanes;

    /** The growths, oldest first; only the last may not be over. */
    private final List<RouteChange> growths;

    /** The turn of each lane, for messages without a key. */
    private final RoundRobin[] turns;

    PartitionTable(LocalDestination destination, Destination declared, int firstId, LongSupplier storeId) {
        lanes = declared.effectivePriorities();
        logs = new PartitionLog[declared.partitionNumbers()];
        Arrays.setAll(
                logs, index -> new PartitionLog(destination, address(destination, index, firstId + index, storeId)));
        turns = IntStream.range(0, lanes).mapToObj(lane -> new RoundRobin()).toArray(RoundRobin[]::new);
        growths = List.of();
    }

    private PartitionTable(PartitionTable before, PartitionLog[] logs, List<RouteChange> growths) {
        this.logs = logs;
        this.growths = growths;
        lanes = before.lanes;
        turns = before.turns;
    }

    /** A table with more partitions, in which those that are there keep their place. */
    PartitionTable growing(LocalDestination destination, RouteChange growth, LongSupplier storeId) {
        var more = Arrays.copyOf(logs, growth.to() * lanes);
        for (int index = logs.length; index < more.length; index++) {
            int id = growth.firstId() + index - logs.length;
            more[index] = new PartitionLog(destination, address(destination, index, id, storeId));
        }
        var all = new ArrayList<>(growths);
        all.add(growth);
        return new PartitionTable(this, more, List.copyOf(all));
    }

    private static Address address(LocalDestination destination, int index, int id, LongSupplier storeId) {
        return new Address(destination.name(), destination.generation(), index, id, storeId);
    }

    /** The last growth is over. */
    PartitionTable grown(long[] ends) {
        var all = new ArrayList<>(growths);
        all.set(all.size() - 1, all.get(all.size() - 1).over(ends));
        return new PartitionTable(this, logs, List.copyOf(all));
    }

    public List<RouteChange> growths() {
        return growths;
    }

    /** The growth that is not over, or null. */
    public RouteChange unfinished() {
        var last = growths.isEmpty() ? null : growths.get(growths.size() - 1);
        return last == null || last.isOver() ? null : last;
    }

    /** The number of partitions that it was declared with. */
    int firstWidth() {
        return growths.isEmpty() ? width() : growths.get(0).from();
    }

    /** The partition of a message that was routed before, perhaps by a table of fewer partitions. */
    public PartitionLog now(PartitionLog routed, byte[] key) {
        return growths.isEmpty() || key == null ? routed : route(key, lane(routed.index()));
    }

    public int lanes() {
        return lanes;
    }

    /** Partitions, however many lanes each has. */
    public int width() {
        return logs.length / lanes;
    }

    /** Partitions in the log. */
    public int count() {
        return logs.length;
    }

    public PartitionLog get(int index) {
        return logs[index];
    }

    public PartitionLog get(int lane, int number) {
        return logs[number * lanes + lane];
    }

    public int lane(int index) {
        return lanes == 1 ? 0 : index % lanes;
    }

    /** The partition that it is a lane of. */
    public int number(int index) {
        return lanes == 1 ? index : index / lanes;
    }

    /** The partition of a message with that key; without one, {@linkplain RoundRobin each partition in turn}. */
    public PartitionLog route(byte[] key, int lane) {
        int width = width();
        if (width == 1) {
            return get(lane, 0);
        }
        return key == null ? turns[lane].next(this, lane) : get(lane, Partitioner.partition(key, width));
    }

    /** Indexes in the order of hand-out, as far as there is one: from the highest lane to the lowest. */
    public int[] inOrder() {
        return IntStream.range(0, logs.length)
                .map(at -> at % width() * lanes + lanes - 1 - at / width())
                .toArray();
    }

    public long[] endOffsets() {
        return Arrays.stream(logs).mapToLong(PartitionLog::endOffset).toArray();
    }
}
