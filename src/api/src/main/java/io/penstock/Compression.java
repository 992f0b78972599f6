package io.penstock;

/**
 * A compression says how the old messages of a destination are compressed. Young ones never are: what is settled soon
 * is not worth the work.
 */
public enum Compression {

    /** Not at all. */
    NONE,

    /** Quickly, to somewhat less. */
    LZ4,

    /**
     * To as little as half of what LZ4 leaves, with more work. Needs the library {@code com.github.luben:zstd-jni},
     * which is native code: where it does not work, a broker refuses it.
     */
    ZSTD
}
