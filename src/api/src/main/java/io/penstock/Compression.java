package io.penstock;

/**
 * A compression says how the old messages of a destination are compressed. Young ones never are: what is settled soon
 * is not worth the work.
 */
public enum Compression {

    /** Messages are not compressed. */
    NONE,

    /** Quickly, to somewhat less. */
    LZ4,

    /**
     * Messages are compressed to as little as half of the size that LZ4 reaches, with more work. This needs the library
     * {@code com.github.luben:zstd-jni}, which is native code: where it does not work, a broker refuses it.
     */
    ZSTD
}
