package io.penstock.journal.log;

import io.penstock.journal.log.CopyTarget.CopiedFile;
import io.penstock.journal.storage.StorageFile;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** A file that is copied while it is open: its first bytes do not change, whatever becomes of its name. */
class OpenFile implements CopiedFile {

    private final LogHold hold;
    private final String path;
    private final StorageFile file;
    private final long bytes;

    OpenFile(LogHold hold, String path, StorageFile file, long bytes) {
        this.hold = hold;
        this.path = path;
        this.file = file;
        this.bytes = bytes;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    @Override
    public void writeTo(OutputStream output) throws IOException {
        var chunk = new byte[(int) Math.min(LogCopier.CHUNK_BYTES, bytes)];
        for (var at = 0L; at < bytes; ) {
            hold.require();
            var buffer = ByteBuffer.wrap(chunk).limit((int) Math.min(chunk.length, bytes - at));
            file.readFully(buffer, at);
            if (buffer.hasRemaining()) {
                throw new IOException(path + " ends before its " + bytes + " bytes");
            }
            output.write(chunk, 0, buffer.limit());
            at += buffer.limit();
        }
    }
}
