package io.penstock.bench.measure;

import java.nio.file.Path;
import java.util.Objects;

/**
 * How much each scenario does.
 *
 * @param directory in which each scenario makes a directory of its own, and deletes it
 * @param warmUpNanos for which nothing is counted
 * @param windows how often is measured; what is reported is the median
 * @param records how many wait, or are read, in scenarios that are about a number of records
 * @param kafkaServers where Kafka is, for scenarios that need one; empty if one is started for them
 */
public record Plan(Path directory, long warmUpNanos, long windowNanos, int windows, int records, String kafkaServers) {

    private static final int WINDOWS = 5;

    /** What must not be more than memory holds: the heap that they take is the figure. */
    private static final int RECORDS = 10_000_000;

    private static final double NANOS_PER_SECOND = 1e9;

    public Plan {
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(kafkaServers, "kafkaServers");
        if (warmUpNanos < 0 || windowNanos < 1 || windows < 1 || records < 1) {
            throw new IllegalArgumentException("A plan needs at least one window of time, and a record.");
        }
    }

    /** A plan for scenarios that start what they need. */
    public Plan(Path directory, long warmUpNanos, long windowNanos, int windows, int records) {
        this(directory, warmUpNanos, windowNanos, windows, records, "");
    }

    /** The same, with a Kafka that is there. */
    public Plan withKafka(String servers) {
        return new Plan(directory, warmUpNanos, windowNanos, windows, records, servers);
    }

    /** Measures for that long, in windows, after a warm-up of half as long. */
    public static Plan of(double seconds, Path directory) {
        long nanos = (long) (seconds * NANOS_PER_SECOND);
        return new Plan(directory, nanos / 2, nanos / WINDOWS, WINDOWS, RECORDS);
    }
}
