package io.penstock.broker.migration;

import java.util.List;

/**
 * What a log has to be copied.
 *
 * @param storeId that the log was made with
 * @param partitions of all destinations
 * @param largestBytes of the largest message that is copied, with its key and headers; 0 if there is none
 * @param leftOut messages that were not to outlive a process that has ended, and are not copied
 */
public record MigratedContent(long storeId, List<PartitionContent> partitions, long largestBytes, long leftOut) {

    /**
     * The messages of a partition.
     *
     * @param records how many of them are copied
     * @param bytes of these
     */
    public record PartitionContent(String destination, int index, long records, long bytes) {}

    /** The names of the destinations, each once. */
    public List<String> destinations() {
        return partitions.stream().map(PartitionContent::destination).distinct().toList();
    }

    /** The number of messages that are copied. */
    public long records() {
        return partitions.stream().mapToLong(PartitionContent::records).sum();
    }

    /** The bytes of the messages that are copied: keys, bodies and headers. */
    public long bytes() {
        return partitions.stream().mapToLong(PartitionContent::bytes).sum();
    }

    /** The number of partitions of a destination, each lane of a priority counted. */
    public int partitionsOf(String destination) {
        return (int) partitions.stream()
                .filter(each -> each.destination().equals(destination))
                .count();
    }

    PartitionContent of(String destination, int index) {
        return partitions.stream()
                .filter(each -> each.destination().equals(destination) && each.index() == index)
                .findFirst()
                .orElseThrow();
    }
}
