package io.penstock.journal.record;

/**
 * Says how the records of an archived batch are compressed, with the numbers that Kafka's batch attributes have for it.
 */
public enum BatchCompression {
    NONE(0),
    LZ4(3),
    ZSTD(4);

    private final int code;

    BatchCompression(int code) {
        this.code = code;
    }

    /** The lowest three bits of a batch's attributes. */
    public int code() {
        return code;
    }

    /** Finds the compression by a batch's attributes; null if they say anything else. */
    static BatchCompression of(int attributes) {
        return switch (attributes) {
            case 0 -> NONE;
            case 3 -> LZ4;
            case 4 -> ZSTD;
            default -> null;
        };
    }

    /**
     * Says why this process can neither write nor read it, and what to do; null if it can. It is tried out when
     * somebody asks first.
     */
    public String problem() {
        return this == NONE ? null : Codecs.of(this).problem();
    }

    /**
     * The compression that is written where this one is asked for: itself, or the next best if this process lacks the
     * library.
     */
    public BatchCompression writable() {
        return problem() == null ? this : this == ZSTD ? LZ4.writable() : NONE;
    }
}
