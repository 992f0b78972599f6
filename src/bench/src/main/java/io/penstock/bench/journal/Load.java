package io.penstock.bench.journal;

/**
 * What is sent.
 *
 * @param forced whether a record is forced to the disk before it counts
 * @param blocking whether a sender waits for each record before it sends the next
 * @param senders threads
 * @param payloadBytes of each record
 * @param partitions that each sender takes in turn
 */
public record Load(boolean forced, boolean blocking, int senders, int payloadBytes, int partitions) {

    public static Load async(boolean forced, int payloadBytes) {
        return new Load(forced, false, 1, payloadBytes, 1);
    }

    public static Load blocking(boolean forced, int senders) {
        return new Load(forced, true, senders, 100, 1);
    }

    public static Load partitioned(int partitions) {
        return new Load(true, false, 1, 100, partitions);
    }

    public String durability() {
        return forced ? "sync" : "os";
    }
}
