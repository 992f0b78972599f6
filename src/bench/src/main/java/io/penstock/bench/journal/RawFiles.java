package io.penstock.bench.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A ring of files that exist in full, as many and as large as a journal's that is released in time. */
final class RawFiles implements AutoCloseable {

    static final int FILES = 4;
    static final int FILE_BYTES = 64 << 20;
    private static final int ZERO_BYTES = 1 << 20;

    private final FileChannel[] ring = new FileChannel[FILES];
    private int current;
    private int position;

    RawFiles(Path directory) throws IOException {
        var zeros = ByteBuffer.allocateDirect(ZERO_BYTES);
        for (int i = 0; i < FILES; i++) {
            var path = directory.resolve("raw-" + i);
            ring[i] = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            for (int at = 0; at < FILE_BYTES; at += ZERO_BYTES) {
                write(ring[i], zeros.clear(), at);
            }
            ring[i].force(true);
        }
    }

    void write(ByteBuffer bytes) throws IOException {
        if (position + bytes.remaining() > FILE_BYTES) {
            current = (current + 1) % FILES;
            position = 0;
        }
        int length = bytes.remaining();
        write(ring[current], bytes, position);
        position += length;
    }

    private static void write(FileChannel file, ByteBuffer bytes, int start) throws IOException {
        int at = start;
        while (bytes.hasRemaining()) {
            at += file.write(bytes, at);
        }
    }

    void force() throws IOException {
        ring[current].force(false);
    }

    @Override
    public void close() throws IOException {
        for (var file : ring) {
            file.close();
        }
    }
}
