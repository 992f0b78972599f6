package io.penstock.journal.young;

import io.penstock.journal.file.FileHeader;
import io.penstock.journal.file.FileWindow;
import io.penstock.journal.file.JournalFile;
import io.penstock.journal.frame.FrameFormat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Copies frames from one journal file after the other, up to one of them, and checks each on the way. What a recycled
 * file holds behind its last frame is replaced by zeros. It is for one thread.
 */
final class FrameCopy {

    private static final int CHUNK_BYTES = 1 << 20;

    private final long last;
    private final FileWindow window = new FileWindow();
    private final CRC32C crc = new CRC32C();
    private final byte[] chunk = new byte[CHUNK_BYTES];

    /** The last frame that was copied; 0 before the first. */
    private long copied;

    private boolean begun;

    /** @param last the frame to end with; 0 if there is none at all */
    FrameCopy(long last) {
        this.last = last;
    }

    boolean isComplete() {
        return begun && copied >= last;
    }

    void copy(JournalFile file, OutputStream target) throws IOException {
        begun = true;
        window.open(file);
        target.write(
                new FileHeader(file.bytes, storeId(file), file.number).encode().array());
        var position = (long) FileHeader.BYTES;
        var end = Math.min(last, file.lastSequence());
        while (copied < end) {
            var header = header(file, position);
            write(window.at(position, header.length()), header.length(), target);
            copied = header.sequence();
            position += header.length();
        }
        zeros(file.bytes - position, target);
    }

    private static long storeId(JournalFile file) {
        return ByteBuffer.wrap(file.seed).getLong();
    }

    private FrameFormat.Header header(JournalFile file, long position) throws IOException {
        var at = window.at(position, FrameFormat.HEADER_BYTES);
        var header = at < 0 ? null : FrameFormat.header(window.buffer(), at, file.seed, crc);
        if (header == null || copied > 0 && header.sequence() != copied + 1) {
            throw damaged(file, position);
        }
        at = window.at(position, header.length());
        if (at < 0 || !FrameFormat.isIntact(window.buffer(), at, header.length(), file.seed, crc)) {
            throw damaged(file, position);
        }
        return header;
    }

    private IOException damaged(JournalFile file, long position) {
        return new IOException("what " + file.name + " has at position " + position + " is not frame " + (copied + 1)
                + " as it was written: check the disk");
    }

    private void write(int at, int length, OutputStream target) throws IOException {
        var frame = window.buffer().slice(at, length);
        while (frame.hasRemaining()) {
            var count = Math.min(chunk.length, frame.remaining());
            frame.get(chunk, 0, count);
            target.write(chunk, 0, count);
        }
    }

    private static void zeros(long count, OutputStream target) throws IOException {
        var zeros = new byte[(int) Math.min(CHUNK_BYTES, count)];
        for (var left = count; left > 0; left -= Math.min(zeros.length, left)) {
            target.write(zeros, 0, (int) Math.min(zeros.length, left));
        }
    }
}
