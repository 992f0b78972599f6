package io.penstock.kafka.journal;

/** Says what a line of the journal is. */
public enum JournalKind {

    /** Somebody owns the cell from here on. */
    OWNED(1),

    /** The owner is there. */
    ALIVE(2),

    /** The owner has ended, and nobody has to wait for its lease. */
    RELEASED(3),

    /** What the owner wrote, or a part of it. */
    FRAME(4),

    /** Everything is being copied into the cell, which nobody may own before that is over. */
    MIGRATING(5),

    /** All of it was copied. */
    MIGRATED(6);

    private final byte code;

    JournalKind(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    /** Returns the kind with that code, or fails if this version knows none. */
    static JournalKind of(byte code) {
        for (var kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new UnreadableJournalException("has a line of kind " + code);
    }
}
