package io.penstock.broker.migration;

import java.util.List;

/**
 * What was copied from one log to another.
 *
 * @param entries of the state
 * @param stateChecksum of these, in any order
 */
public record MigrationResult(List<MigratedPartition> partitions, int entries, long stateChecksum) {

    /** The checksum of the state as people compare it. */
    public String stateChecksumText() {
        return MigratedPartition.text(stateChecksum);
    }

    /** The number of messages in all partitions. */
    public long records() {
        return partitions.stream().mapToLong(MigratedPartition::records).sum();
    }
}
