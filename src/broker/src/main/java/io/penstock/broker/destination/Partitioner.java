package io.penstock.broker.destination;

/**
 * Decides the partition of a key as Apache Kafka's default partitioner does, so that a key lands where it would
 * there.
 */
public final class Partitioner {

    private static final int SEED = 0x9747b28c;
    private static final int MULTIPLIER = 0x5bd1e995;
    private static final int SHIFT = 24;

    private Partitioner() {}

    public static int partition(byte[] key, int partitions) {
        return (murmur2(key) & 0x7fffffff) % partitions;
    }

    /** Austin Appleby's MurmurHash2, 32 bits, over little-endian words. */
    public static int murmur2(byte[] data) {
        int hash = SEED ^ data.length;
        int whole = data.length & ~3;
        for (int i = 0; i < whole; i += 4) {
            int word = data[i] & 0xff | (data[i + 1] & 0xff) << 8 | (data[i + 2] & 0xff) << 16 | data[i + 3] << 24;
            word *= MULTIPLIER;
            word ^= word >>> SHIFT;
            hash = hash * MULTIPLIER ^ word * MULTIPLIER;
        }
        if (whole < data.length) {
            for (int i = data.length - 1; i >= whole; i--) {
                hash ^= (data[i] & 0xff) << 8 * (i - whole);
            }
            hash *= MULTIPLIER;
        }
        hash = (hash ^ hash >>> 13) * MULTIPLIER;
        return hash ^ hash >>> 15;
    }
}
