package io.penstock.journal.log;

import io.penstock.journal.archive.ArchiveOptions;
import io.penstock.journal.young.JournalOptions;

import java.util.Objects;

/**
 * Sets the options of a log's journal and archive, the number of files that stay young, and how often records are aged.
 *
 * @param journal how its young part does
 * @param archive how its old part does
 * @param youngFiles full journal files that stay before the oldest is moved to the archive; 0 to 10,000
 * @param roundMillis how long the background work rests between two looks at what there is to do; 0 for no thread at
 *     all: then {@link LocalLog#age()} is the only one that does it
 */
public record LogOptions(JournalOptions journal, ArchiveOptions archive, int youngFiles, long roundMillis) {

    /**
     * Four files of 64 MiB: what is settled before so much more was written is never written again, most of it is in
     * the system's cache still when it is moved, and a start reads it in less than a second.
     */
    static final int DEFAULT_YOUNG_FILES = 4;

    /** A file takes longer to fill than this; an idle log costs nothing worth mentioning. */
    static final long DEFAULT_ROUND_MILLIS = 1_000;

    public static final LogOptions DEFAULT = of(JournalOptions.DEFAULT);

    public static final int MAX_YOUNG_FILES = 10_000;
    private static final long MAX_ROUND_MILLIS = 3_600_000;

    public LogOptions {
        Objects.requireNonNull(journal, "journal");
        Objects.requireNonNull(archive, "archive");
        if (youngFiles < 0 || youngFiles > MAX_YOUNG_FILES) {
            throw new IllegalArgumentException(
                    "Invalid log options: youngFiles = " + youngFiles + ": use 0 to " + MAX_YOUNG_FILES + ".");
        }
        if (roundMillis < 0 || roundMillis > MAX_ROUND_MILLIS) {
            throw new IllegalArgumentException(
                    "Invalid log options: roundMillis = " + roundMillis + ": use 0 to " + MAX_ROUND_MILLIS + ".");
        }
    }

    /** The defaults, with that journal. */
    public static LogOptions of(JournalOptions journal) {
        return new LogOptions(journal, ArchiveOptions.DEFAULT, DEFAULT_YOUNG_FILES, DEFAULT_ROUND_MILLIS);
    }

    public LogOptions withArchive(ArchiveOptions options) {
        return new LogOptions(journal, options, youngFiles, roundMillis);
    }

    public LogOptions withYoungFiles(int files) {
        return new LogOptions(journal, archive, files, roundMillis);
    }

    /** Sets how often the background work runs; with 0, the log has no thread for it. */
    public LogOptions withRoundMillis(long millis) {
        return new LogOptions(journal, archive, youngFiles, millis);
    }
}
