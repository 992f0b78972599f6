package io.penstock.journal.archive;

/**
 * Holds what a walk through the archive found.
 *
 * @param damaged ranges of files that are not what was written
 * @param torn ranges that an unfinished move left, which the next start drops
 */
public record ArchiveReport(
        int folders, long segments, long batches, long records, long bytes, long damaged, long torn) {

    /** The report on an archive that is not there. */
    public static final ArchiveReport NOTHING = new ArchiveReport(0, 0, 0, 0, 0, 0, 0);
}
