package io.penstock.conformance.fault;

import io.penstock.journal.storage.StorageFile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/** An open file of a {@link FaultyStorage}. */
final class FaultyFile implements StorageFile {

    private final FaultyStorage storage;
    private final FileContent content;
    private volatile boolean closed;

    FaultyFile(FaultyStorage storage, FileContent content) {
        this.storage = storage;
        this.content = content;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        requireOpen();
        return storage.read(content, target, position);
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
        requireOpen();
        storage.write(content, source, position);
    }

    @Override
    public void truncate(long size) throws IOException {
        requireOpen();
        storage.truncate(content, size);
    }

    @Override
    public void force() throws IOException {
        requireOpen();
        storage.force(content);
    }

    @Override
    public long size() throws IOException {
        requireOpen();
        return storage.size(content);
    }

    private void requireOpen() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
