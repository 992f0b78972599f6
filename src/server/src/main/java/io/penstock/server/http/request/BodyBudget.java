package io.penstock.server.http.request;

/** Counts the bytes of one request body that may still be read. Not thread-safe. */
final class BodyBudget {

    /** Bytes of a refused body that are read and thrown away, so that the client gets to see the answer. */
    static final long DISCARD_BYTES = 8L << 20;

    private long left;

    BodyBudget(long bytes) {
        left = bytes;
    }

    /** False as soon as more was taken than there was. */
    boolean take(long bytes) {
        left -= bytes;
        return left >= 0;
    }
}
