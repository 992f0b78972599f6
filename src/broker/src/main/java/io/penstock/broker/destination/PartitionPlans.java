package io.penstock.broker.destination;

import io.penstock.Destination;
import io.penstock.Retention;
import io.penstock.journal.archive.CleanupPolicy;
import io.penstock.journal.archive.PartitionPlan;

/** Says to the log how partitions are kept: those that exist, and those that a declaration is about to make. */
public final class PartitionPlans {

    private PartitionPlans() {}

    /** The plan of a partition; null if it is one of a temporary destination, of which nothing gets old. */
    public static PartitionPlan of(PartitionLog log) {
        var destination = log.destination();
        return destination.isTemporary()
                ? null
                : of(destination.declared(), log.index(), log.id(), destination.hasProtectedReaders());
    }

    /**
     * The plan of the first partition of a destination as it is to be.
     *
     * @param id of that partition
     */
    public static PartitionPlan ofFirst(Destination declared, int id, boolean hasProtectedReaders) {
        return of(declared, 0, id, hasProtectedReaders);
    }

    private static PartitionPlan of(Destination declared, int index, int id, boolean hasProtectedReaders) {
        var retention = declared.effectiveRetention();
        return new PartitionPlan(
                declared.name(),
                index,
                folder(declared.name(), index, id),
                cleanup(retention),
                retention.maxAge(),
                retention.maxBytes(),
                retention.tombstoneAge(),
                hasProtectedReaders,
                ArchiveCompression.of(declared.effectiveCompression()));
    }

    /**
     * The folder of a partition's old records in the archive. It is never that of another partition: ids are used again
     * only if nothing was written to them, or if their records never get that old.
     */
    private static String folder(String destination, int index, int id) {
        return destination + "/" + index + "-" + id;
    }

    private static CleanupPolicy cleanup(Retention retention) {
        return switch (retention.cleanup()) {
            case SETTLED -> CleanupPolicy.SETTLED;
            case DELETE -> CleanupPolicy.EXPIRE;
            case COMPACT -> CleanupPolicy.COMPACT;
        };
    }
}
