package io.penstock.conformance.fault;

import io.penstock.journal.storage.Storage;
import io.penstock.journal.storage.StorageFile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A directory that is never forced to the disk: for tests that do something very often and look what is left of it. */
public record UnforcedStorage(Storage directory) implements Storage {

    @Override
    public String describe(String name) {
        return directory.describe(name);
    }

    @Override
    public List<String> list() throws IOException {
        return directory.list();
    }

    @Override
    public StorageFile create(String name) throws IOException {
        return new Unforced(directory.create(name));
    }

    @Override
    public StorageFile open(String name) throws IOException {
        return new Unforced(directory.open(name));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        directory.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        directory.delete(name);
    }

    @Override
    public void forceDirectory() {}

    @Override
    public Storage folder(String name) throws IOException {
        return new UnforcedStorage(directory.folder(name));
    }

    @Override
    public List<String> folders() throws IOException {
        return directory.folders();
    }

    @Override
    public void deleteFolder(String name) throws IOException {
        directory.deleteFolder(name);
    }

    @Override
    public long usableBytes() throws IOException {
        return directory.usableBytes();
    }

    @Override
    public void close() throws IOException {
        directory.close();
    }

    private record Unforced(StorageFile file) implements StorageFile {

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            file.write(source, position);
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public void force() {}

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public boolean claim(boolean shared) throws IOException {
            return file.claim(shared);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
