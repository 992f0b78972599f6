package io.penstock.journal.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file of a {@link Storage}, read and written by position. It is safe for use by any thread. */
public interface StorageFile extends Closeable {

    /**
     * Reads some of what the buffer has room for.
     *
     * @return bytes read, which may be fewer than asked for; -1 at the end of the file
     */
    int read(ByteBuffer target, long position) throws IOException;

    /** Writes all that the buffer holds; the file grows if need be. */
    void write(ByteBuffer source, long position) throws IOException;

    /** Cuts off what lies beyond; a file that is shorter stays as it is. */
    void truncate(long size) throws IOException;

    /** Makes every write so far survive a loss of power, the size of the file included. */
    void force() throws IOException;

    long size() throws IOException;

    /**
     * Keeps the file for this process until it is closed, as far as others ask for that as well. Storages that only
     * this process can see have no need to.
     *
     * @param shared whether others may have it as well that ask for this
     * @return false if somebody else keeps it
     */
    default boolean claim(boolean shared) throws IOException {
        return true;
    }

    /** Reads until the buffer is full or the file ends. */
    default void readFully(ByteBuffer target, long position) throws IOException {
        var at = position;
        while (target.hasRemaining()) {
            var count = read(target, at);
            if (count < 0) {
                return;
            }
            at += count;
        }
    }
}
