package io.penstock.kafka.journal;

import org.jspecify.annotations.Nullable;

/**
 * A line of the journal as it was read.
 *
 * @param offset in the journal's topic
 * @param epoch of whoever wrote it
 * @param bytes as they are in the topic
 */
public record JournalLine(long offset, long epoch, JournalKind kind, byte[] bytes) {

    /** The id of the store, if an ownership begins with this line. */
    public long storeId() {
        return JournalFormat.storeId(bytes);
    }

    /** The instance for people, if an ownership begins with this line. */
    public String instance() {
        return JournalFormat.instance(bytes);
    }

    /** Where the owner is reached; null if the line does not say so. */
    public @Nullable OwnerLink link() {
        return kind == JournalKind.OWNED || kind == JournalKind.ALIVE ? JournalFormat.link(bytes) : null;
    }
}
