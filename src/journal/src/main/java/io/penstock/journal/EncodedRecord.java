package io.penstock.journal;

/**
 * A record, serialised once: what follows the offset delta in Kafka's record format (key, value, headers, each with its
 * varint length).
 *
 * @param timestampMillis since the epoch
 */
public record EncodedRecord(long timestampMillis, byte[] bytes) {

    /**
     * Serialises a record.
     *
     * @param key may be null
     * @param value may be null
     * @param headers names and values in turn; values may be null
     */
    public static EncodedRecord of(long timestampMillis, byte[] key, byte[] value, HeaderSource headers) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Gives a record's headers without a copy of them: called twice, once to count and once to write. */
    @FunctionalInterface
    public interface HeaderSource {
        void forEach(HeaderSink sink);
    }

    /** Takes one header. */
    @FunctionalInterface
    public interface HeaderSink {
        void header(String name, byte[] value);
    }
}
