package io.penstock.journal.offline;

import io.penstock.journal.archive.ArchiveReport;

import java.util.SortedMap;

/**
 * Holds what a walk through a log found. Counts what is intact; a torn tail is not counted.
 *
 * @param storeId 0 if it is not known
 * @param files journal files that could be opened; the one made ahead of its use counts
 * @param bytes of all frames
 * @param firstSequence of the frames; 0 if there are none
 * @param lastSequence of the frames; 0 if there are none
 * @param damaged number of damaged ranges and of gaps
 * @param torn number of ranges of the torn tail
 * @param partitions by id, as far as they lie in the journal
 * @param checkpoints that are whole
 * @param archive what is in the archive
 */
public record LogReport(
        long storeId,
        int files,
        long frames,
        long batches,
        long records,
        long entries,
        long bytes,
        long firstSequence,
        long lastSequence,
        long damaged,
        long torn,
        SortedMap<Integer, Offsets> partitions,
        int checkpoints,
        ArchiveReport archive) {

    /**
     * The records of one partition in the log.
     *
     * @param start first offset
     * @param end the offset after the last
     * @param missing records in between that are gone
     */
    public record Offsets(long start, long end, long missing) {}
}
