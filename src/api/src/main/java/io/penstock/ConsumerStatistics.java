package io.penstock;

import org.jspecify.annotations.Nullable;

/**
 * Consumer statistics count what one consumer has done since it joined.
 *
 * @param name as in its options
 * @param partitions how many partitions are its own; 0 where partitions have no owners
 * @param held deliveries that it has now
 * @param delivered hand-outs of any kind
 * @param idleReason why it gets nothing; null if nothing keeps it from getting something
 */
public record ConsumerStatistics(
        String name,
        int partitions,
        int held,
        long delivered,
        @Nullable String idleReason) {}
