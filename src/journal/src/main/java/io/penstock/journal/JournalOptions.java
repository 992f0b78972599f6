package io.penstock.journal;

/**
 * How a journal behaves.
 *
 * @param fileBytes size of each journal file, written in full before it is used
 * @param maxFrameBytes largest frame, and so the largest append
 * @param maxQueuedBytes what may wait for the writer before {@link Journal#append} blocks
 * @param forceIntervalMillis how long unforced writes stay unforced at most
 */
public record JournalOptions(int fileBytes, int maxFrameBytes, long maxQueuedBytes, long forceIntervalMillis) {

    public static final JournalOptions DEFAULT = new JournalOptions(64 << 20, 16 << 20, 64L << 20, 50);
}
