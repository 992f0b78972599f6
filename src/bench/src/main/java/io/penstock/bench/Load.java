package io.penstock.bench;

/**
 * What is sent.
 *
 * @param forced whether a record is forced to the disk before it counts
 * @param blocking whether a sender waits for each record before it sends the next
 * @param senders threads
 * @param payloadBytes of each record
 * @param partitions that each sender takes in turn
 */
record Load(boolean forced, boolean blocking, int senders, int payloadBytes, int partitions) {

    static Load async(boolean forced, int payloadBytes) {
        return new Load(forced, false, 1, payloadBytes, 1);
    }

    static Load blocking(boolean forced, int senders) {
        return new Load(forced, true, senders, 100, 1);
    }

    static Load partitioned(int partitions) {
        return new Load(true, false, 1, 100, partitions);
    }

    String durability() {
        return forced ? "sync" : "os";
    }
}
