package io.penstock.journal;

/** A record as read: a view of the bytes of its batch. Immutable. */
public final class LogRecord {

    public long offset() {
        throw new UnsupportedOperationException("skeleton");
    }

    public long timestampMillis() {
        throw new UnsupportedOperationException("skeleton");
    }

    /** A copy of the key, or null. */
    public byte[] key() {
        throw new UnsupportedOperationException("skeleton");
    }

    /** A copy of the value, or null. */
    public byte[] value() {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Tells the headers in order, without touching the value. */
    public void headers(EncodedRecord.HeaderSink sink) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** The value of one header, or null if there is none of that name; costs no other header's copy. */
    public byte[] header(String name) {
        throw new UnsupportedOperationException("skeleton");
    }
}
