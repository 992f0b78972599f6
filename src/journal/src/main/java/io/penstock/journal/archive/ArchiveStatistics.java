package io.penstock.journal.archive;

import java.util.Map;

/**
 * Tells what an archive holds, and what it did since it was opened.
 *
 * @param segments of all partitions
 * @param bytes of all segments
 * @param openFiles segments that are held open
 * @param movedBytes written for moves
 * @param rewrittenBytes written by compaction
 * @param removedRecords by reason
 * @param removedBytes by reason; what compaction saved counts for the reason that most of its records went for
 */
public record ArchiveStatistics(
        int partitions,
        long segments,
        long bytes,
        int openFiles,
        long movedBytes,
        long rewrittenBytes,
        Map<RemovalReason, Long> removedRecords,
        Map<RemovalReason, Long> removedBytes) {

    /** The statistics of a log that has no archive. */
    public static final ArchiveStatistics NONE = new ArchiveStatistics(0, 0, 0, 0, 0, 0, Map.of(), Map.of());

    public ArchiveStatistics {
        removedRecords = Map.copyOf(removedRecords);
        removedBytes = Map.copyOf(removedBytes);
    }
}
