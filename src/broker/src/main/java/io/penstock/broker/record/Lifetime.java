package io.penstock.broker.record;

import java.nio.ByteBuffer;

/**
 * Says how long a message may live.
 *
 * @param incarnation of the log that it does not outlive; 0 if it may outlive all
 * @param generation of the temporary destination that it was sent to, which it does not outlive; 0 if it is none
 */
public record Lifetime(int incarnation, long generation) {

    static final Lifetime UNBOUNDED = new Lifetime(0, 0);

    boolean isBounded() {
        return incarnation != 0;
    }

    /** The value of the record's header: the incarnation, 4 bytes, and the generation, 8 bytes, if there is one. */
    byte[] toBytes() {
        var bytes = ByteBuffer.allocate(generation == 0 ? Integer.BYTES : Integer.BYTES + Long.BYTES)
                .putInt(incarnation);
        return (generation == 0 ? bytes : bytes.putLong(generation)).array();
    }

    /** @param header null for none */
    static Lifetime of(byte[] header) {
        if (header == null) {
            return UNBOUNDED;
        }
        var bytes = ByteBuffer.wrap(header);
        return new Lifetime(bytes.getInt(), bytes.hasRemaining() ? bytes.getLong() : 0);
    }
}
