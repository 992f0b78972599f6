package io.penstock.journal;

/**
 * Is told by the thread that opens the log how far a start has come. The calls are frequent, so they should be quick.
 */
@FunctionalInterface
public interface RecoveryProgress {

    /** A listener that ignores the progress. */
    RecoveryProgress NONE = (bytes, bytesRemaining, records) -> {};

    /**
     * @param bytes of the journal that were read
     * @param bytesRemaining at most: the journal may end before
     * @param records found so far
     */
    void progress(long bytes, long bytesRemaining, long records);
}
