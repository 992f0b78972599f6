package io.penstock.journal.young;

import io.penstock.journal.file.FileHeader;

/**
 * Says how large a journal's files, frames and queue become, and how often it is forced.
 *
 * @param fileBytes size of each journal file, written in full before it is used; a multiple of 4096, 64 KiB to 1 GiB
 * @param maxFrameBytes largest frame, and so the largest append; 4 KiB to half a file
 * @param maxQueuedBytes what may wait for the writer before {@link Journal#append} blocks; at least 1
 * @param forceIntervalMillis how long unforced writes stay unforced at most; 1 to 60,000
 * @param minFreeBytes while less than this is free, records are refused and settlements go on; 0 for never. Files are
 *     made one ahead, so a few times their size is what is needed to notice in time
 * @param maxStallMillis how long it is tried again to make a further journal file while that fails, before the journal
 *     fails for good; 0 for not at all
 */
public record JournalOptions(
        int fileBytes,
        int maxFrameBytes,
        long maxQueuedBytes,
        long forceIntervalMillis,
        long minFreeBytes,
        long maxStallMillis) {

    public static final JournalOptions DEFAULT = new JournalOptions(64 << 20, 16 << 20, 64L << 20, 50);

    /** Sizes of files are multiples of this. */
    public static final int FILE_UNIT_BYTES = FileHeader.BYTES;

    public static final int MIN_FILE_BYTES = 64 << 10;
    public static final int MAX_FILE_BYTES = 1 << 30;
    public static final long MAX_FORCE_INTERVAL_MILLIS = 60_000;

    /** No frame was ever larger, whatever the options were when it was written. */
    static final int MAX_FRAME_BYTES = MAX_FILE_BYTES / 2;

    /** A lack is mostly over sooner; should it not be, a restart may help, and whoever supervises has to see that. */
    public static final long MAX_STALL_MILLIS = 600_000;

    private static final int MIN_FRAME_BYTES = 4 << 10;

    /**
     * The number of files for which space is kept free: the file ahead, the one after it, what is queued, and one for
     * settlements.
     */
    private static final long MIN_FREE_FILES = 4;

    /**
     * The bytes of a file for each partition: each file begins with the end offset of each, which is to take less than
     * a quarter of it.
     */
    private static final int FILE_BYTES_PER_PARTITION = 64;

    public JournalOptions {
        require(
                fileBytes >= MIN_FILE_BYTES && fileBytes <= MAX_FILE_BYTES && fileBytes % FileHeader.BYTES == 0,
                "fileBytes = " + fileBytes + ": use a multiple of " + FileHeader.BYTES + " from " + MIN_FILE_BYTES
                        + " to " + MAX_FILE_BYTES);
        require(
                maxFrameBytes >= MIN_FRAME_BYTES && maxFrameBytes <= fileBytes / 2,
                "maxFrameBytes = " + maxFrameBytes + ": use " + MIN_FRAME_BYTES + " to half of fileBytes = "
                        + fileBytes);
        require(maxQueuedBytes >= 1, "maxQueuedBytes = " + maxQueuedBytes + ": use at least 1");
        require(
                forceIntervalMillis >= 1 && forceIntervalMillis <= MAX_FORCE_INTERVAL_MILLIS,
                "forceIntervalMillis = " + forceIntervalMillis + ": use 1 to " + MAX_FORCE_INTERVAL_MILLIS);
        require(minFreeBytes >= 0, "minFreeBytes = " + minFreeBytes + ": use 0 or more");
        require(maxStallMillis >= 0, "maxStallMillis = " + maxStallMillis + ": use 0 or more");
    }

    /** Makes options that keep the space of four files free. */
    public JournalOptions(int fileBytes, int maxFrameBytes, long maxQueuedBytes, long forceIntervalMillis) {
        this(fileBytes, maxFrameBytes, maxQueuedBytes, forceIntervalMillis, MIN_FREE_FILES * fileBytes);
    }

    /** Makes options with the usual patience. */
    public JournalOptions(
            int fileBytes, int maxFrameBytes, long maxQueuedBytes, long forceIntervalMillis, long minFreeBytes) {
        this(fileBytes, maxFrameBytes, maxQueuedBytes, forceIntervalMillis, minFreeBytes, MAX_STALL_MILLIS);
    }

    public JournalOptions withMinFreeBytes(long bytes) {
        return new JournalOptions(fileBytes, maxFrameBytes, maxQueuedBytes, forceIntervalMillis, bytes, maxStallMillis);
    }

    /** Sets for how long it is tried again to make a further file. */
    public JournalOptions withMaxStallMillis(long millis) {
        return new JournalOptions(fileBytes, maxFrameBytes, maxQueuedBytes, forceIntervalMillis, minFreeBytes, millis);
    }

    /** The number that no partition's id may reach. */
    public int maxPartitions() {
        return fileBytes / FILE_BYTES_PER_PARTITION;
    }

    private static void require(boolean valid, String problem) {
        if (!valid) {
            throw new IllegalArgumentException("Invalid journal options: " + problem + ".");
        }
    }
}
