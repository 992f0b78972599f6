package io.penstock.journal.archive;

import io.penstock.journal.log.LogOwner;
import io.penstock.journal.record.BatchCompression;

import java.time.Duration;
import java.util.Objects;

/**
 * Says what one partition belongs to, and how its old records are kept.
 *
 * @param destination the name of what it is a partition of
 * @param index of the partition there, from 0 on
 * @param folder where its segments lie below the archive: names and slashes, the same for as long as the partition
 *     exists and no other partition's
 * @param maxAge counted from a record's timestamp; null for ever
 * @param maxBytes of its segments; 0 for any number
 * @param tombstoneAge how long a record without value stays after its key was compacted
 * @param protectsReaders whether age and size leave alone what {@link LogOwner#needed} names
 */
public record PartitionPlan(
        String destination,
        int index,
        String folder,
        CleanupPolicy cleanup,
        Duration maxAge,
        long maxBytes,
        Duration tombstoneAge,
        boolean protectsReaders,
        BatchCompression compression) {

    private static final Duration LONGEST = Duration.ofDays(36_525_000);

    public PartitionPlan {
        Objects.requireNonNull(destination, "destination");
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(cleanup, "cleanup");
        Objects.requireNonNull(tombstoneAge, "tombstoneAge");
        Objects.requireNonNull(compression, "compression");
        if (maxBytes < 0) {
            throw new IllegalArgumentException("maxBytes = " + maxBytes + " of " + folder + ": use 0 or more.");
        }
    }

    /** The age in milliseconds, limited to what can be subtracted from any time: a longer one means for ever. */
    static long millis(Duration age) {
        return age.compareTo(LONGEST) > 0 ? LONGEST.toMillis() : age.toMillis();
    }
}
