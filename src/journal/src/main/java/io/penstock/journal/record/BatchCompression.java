package io.penstock.journal.record;

/** How the records of an archived batch are compressed, with the numbers that Kafka's batch attributes have for it. */
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

    /** By a batch's attributes; null if they say anything else. */
    static BatchCompression of(int attributes) {
        return switch (attributes) {
            case 0 -> NONE;
            case 3 -> LZ4;
            case 4 -> ZSTD;
            default -> null;
        };
    }
}
