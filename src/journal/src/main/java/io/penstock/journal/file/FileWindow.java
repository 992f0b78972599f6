package io.penstock.journal.file;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Walks through a file in large reads. Bytes beyond the end of a file that is too short do not exist. */
public final class FileWindow {

    public static final int USUAL_BYTES = 1 << 20;

    private ByteBuffer buffer = ByteBuffer.allocateDirect(0);
    private JournalFile file;
    private long start;

    /** Begins with another file, or anew with the same. */
    public void open(JournalFile other) {
        file = other;
        start = 0;
        var usual = Math.min(USUAL_BYTES, other.bytes);
        if (buffer.capacity() < usual) {
            buffer = ByteBuffer.allocateDirect(usual);
        }
        buffer.clear().limit(0);
    }

    /**
     * Makes a part of the file available.
     *
     * @return its place in {@link #buffer()}, or -1 if the file ends before it does
     */
    public int at(long position, int length) throws IOException {
        if (position + length > file.bytes) {
            return -1;
        }
        if (position < start || position + length > start + buffer.limit()) {
            load(position, length);
        }
        return position + length > start + buffer.limit() ? -1 : (int) (position - start);
    }

    private void load(long position, int length) throws IOException {
        if (length > buffer.capacity()) {
            buffer = ByteBuffer.allocateDirect(length);
        }
        buffer.clear().limit((int) Math.min(buffer.capacity(), file.bytes - position));
        file.content.readFully(buffer, position);
        buffer.flip();
        start = position;
    }

    public ByteBuffer buffer() {
        return buffer;
    }
}
