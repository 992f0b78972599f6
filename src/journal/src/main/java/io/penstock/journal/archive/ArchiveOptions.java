package io.penstock.journal.archive;

/**
 * Says how large an archive's segments, batches and buffers become.
 *
 * @param segmentBytes where a segment ends and the next begins; 4 KiB to 1 GiB
 * @param maxOpenFiles segments that are held open at once, for all partitions; at least 1
 * @param maxBufferedBytes records that wait to be written in one go, for all partitions; at least 4 KiB
 * @param maxReadAheads readers that get what follows their last batch without asking the system, 256 KiB each; at least
 *     1
 * @param maxCompactionKeys keys that one pass of compaction knows of; 48 to 96 bytes each; at least 1
 */
public record ArchiveOptions(
        int segmentBytes, int maxOpenFiles, int maxBufferedBytes, int maxReadAheads, int maxCompactionKeys) {

    /**
     * A segment of 64 MiB is one journal file's worth: large enough for few files, small enough that a removal frees
     * space soon and that one rewriting is over in a fraction of a second.
     */
    public static final ArchiveOptions DEFAULT = new ArchiveOptions(64 << 20, 256, 16 << 20, 64, 1 << 18);

    private static final int MAX_BATCH_BYTES = 64 << 10;

    /** So that a segment is never larger than it should be by more than that share. */
    private static final int MIN_BATCHES = 4;

    public static final int MIN_SEGMENT_BYTES = 4 << 10;
    public static final int MAX_SEGMENT_BYTES = 1 << 30;

    private static final int MIN_BYTES = 4 << 10;
    private static final int MAX_COMPACTION_KEYS = 1 << 26;

    public ArchiveOptions {
        require(
                segmentBytes >= MIN_SEGMENT_BYTES && segmentBytes <= MAX_SEGMENT_BYTES,
                "segmentBytes = " + segmentBytes + ": use " + MIN_SEGMENT_BYTES + " to " + MAX_SEGMENT_BYTES);
        require(maxOpenFiles >= 1, "maxOpenFiles = " + maxOpenFiles + ": use at least 1");
        require(
                maxBufferedBytes >= MIN_BYTES,
                "maxBufferedBytes = " + maxBufferedBytes + ": use at least " + MIN_BYTES);
        require(maxReadAheads >= 1, "maxReadAheads = " + maxReadAheads + ": use at least 1");
        require(
                maxCompactionKeys >= 1 && maxCompactionKeys <= MAX_COMPACTION_KEYS,
                "maxCompactionKeys = " + maxCompactionKeys + ": use 1 to " + MAX_COMPACTION_KEYS);
    }

    /** Bytes of the records of a batch before they are compressed: so much has to be read for one record. */
    int maxBatchBytes() {
        return Math.min(MAX_BATCH_BYTES, segmentBytes / MIN_BATCHES);
    }

    private static void require(boolean valid, String problem) {
        if (!valid) {
            throw new IllegalArgumentException("Invalid archive options: " + problem + ".");
        }
    }
}
