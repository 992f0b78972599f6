package io.penstock.broker;

import io.penstock.journal.storage.Storage;
import io.penstock.journal.storage.StorageFile;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** A directory in memory whose disk breaks, or stands still, when a test says so. */
public final class FailingStorage implements Storage {

    private final Map<String, MemoryFile> files = new ConcurrentHashMap<>();
    private volatile boolean broken;

    public volatile long usableBytes = Long.MAX_VALUE;

    /** What every force waits for. */
    public volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

    public void breakDown() {
        broken = true;
    }

    private void check() throws IOException {
        if (broken) {
            throw new IOException("the disk is on fire");
        }
    }

    @Override
    public String describe(String name) {
        return "memory/" + name;
    }

    @Override
    public List<String> list() {
        return List.copyOf(files.keySet());
    }

    @Override
    public StorageFile create(String name) throws IOException {
        check();
        var file = new MemoryFile();
        files.put(name, file);
        return file;
    }

    @Override
    public StorageFile open(String name) throws IOException {
        var file = files.get(name);
        if (file == null) {
            throw new FileNotFoundException(name);
        }
        return file;
    }

    @Override
    public void rename(String from, String to) throws IOException {
        check();
        files.put(to, files.remove(from));
    }

    @Override
    public void delete(String name) throws IOException {
        check();
        files.remove(name);
    }

    @Override
    public void forceDirectory() throws IOException {
        check();
    }

    @Override
    public long usableBytes() {
        return usableBytes;
    }

    @Override
    public void close() {
        // There is nothing to give up.
    }

    private final class MemoryFile implements StorageFile {

        private byte[] bytes = new byte[0];

        @Override
        public synchronized int read(ByteBuffer target, long position) {
            if (position >= bytes.length) {
                return -1;
            }
            int count = (int) Math.min(target.remaining(), bytes.length - position);
            target.put(bytes, (int) position, count);
            return count;
        }

        @Override
        public synchronized void write(ByteBuffer source, long position) throws IOException {
            check();
            int end = (int) position + source.remaining();
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
            }
            source.get(bytes, (int) position, source.remaining());
        }

        @Override
        public synchronized void truncate(long size) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(size, bytes.length));
        }

        @Override
        public void force() throws IOException {
            gate.join();
            check();
        }

        @Override
        public synchronized long size() {
            return bytes.length;
        }

        @Override
        public void close() {
            // The bytes stay, as those of a file do.
        }
    }
}
