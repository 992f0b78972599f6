package io.penstock.server.cli;

import io.penstock.broker.entry.EntryView;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Knows which destination a partition belongs to, as far as the log has said so. */
final class PartitionNames {

    /**
     * Partitions of a destination that follow each other in the log: those that it was declared with, or those that it
     * got later.
     *
     * @param index of the first in its destination
     */
    private record Range(String name, int firstPartition, int partitions, int index) {}

    private final TreeMap<Integer, Range> byFirstPartition = new TreeMap<>();

    /** The lanes of a partition, by the first partition of the destination. */
    private final Map<Integer, Integer> lanes = new HashMap<>();

    void learn(EntryView entry) {
        if (entry.type().equals(EntryView.DESTINATION_DECLARED)
                && entry.fields().get("name") instanceof String name
                && entry.fields().get("firstPartition") instanceof Integer first
                && entry.fields().get("partitions") instanceof Integer partitions) {
            lanes.put(first, entry.fields().get("priorities") instanceof Integer priorities ? priorities : 1);
            // A later declaration of a destination that has grown names all its partitions, which do not follow each
            // other.
            byFirstPartition.putIfAbsent(first, new Range(name, first, partitions * lanes.get(first), 0));
        } else if (entry.type().equals(EntryView.DESTINATION_GROWING)
                && entry.fields().get("firstPartition") instanceof Integer first
                && entry.fields().get("partitions") instanceof Integer partitions
                && entry.fields().get("firstNewPartition") instanceof Integer firstNew
                && byFirstPartition.containsKey(first)) {
            var declared = byFirstPartition.get(first);
            int before = known(declared, firstNew);
            int more = partitions * lanes.get(first) - before;
            byFirstPartition.put(firstNew, new Range(declared.name(), firstNew, more, before));
        }
    }

    /** Counts the known partitions of a destination that are older than that one. */
    private int known(Range declared, int firstNew) {
        return byFirstPartition.headMap(firstNew).values().stream()
                .filter(range -> range.name().equals(declared.name()))
                .filter(range -> range.firstPartition() >= declared.firstPartition())
                .mapToInt(Range::partitions)
                .sum();
    }

    /** Destination and partition within it, as in {@code orders/2}; null if nothing is known of it. */
    String name(int partition) {
        var below = byFirstPartition.floorEntry(partition);
        if (below == null) {
            return null;
        }
        var range = below.getValue();
        int at = partition - range.firstPartition();
        return at < range.partitions() ? range.name() + "/" + (range.index() + at) : null;
    }
}
