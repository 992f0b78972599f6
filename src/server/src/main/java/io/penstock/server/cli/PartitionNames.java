package io.penstock.server.cli;

import io.penstock.broker.EntryView;

import java.util.TreeMap;

/** Which destination a partition belongs to, as far as the log has said so. */
final class PartitionNames {

    private record Destination(String name, int firstPartition, int partitions) {}

    private final TreeMap<Integer, Destination> byFirstPartition = new TreeMap<>();

    void learn(EntryView entry) {
        if (entry.type().equals(EntryView.DESTINATION_DECLARED)
                && entry.fields().get("name") instanceof String name
                && entry.fields().get("firstPartition") instanceof Integer first
                && entry.fields().get("partitions") instanceof Integer partitions) {
            int lanes = entry.fields().get("priorities") instanceof Integer priorities ? priorities : 1;
            byFirstPartition.put(first, new Destination(name, first, partitions * lanes));
        }
    }

    /** Destination and partition within it, as in {@code orders/2}; null if nothing is known of it. */
    String name(int partition) {
        var below = byFirstPartition.floorEntry(partition);
        if (below == null) {
            return null;
        }
        var destination = below.getValue();
        int index = partition - destination.firstPartition;
        return index < destination.partitions ? destination.name + "/" + index : null;
    }
}
