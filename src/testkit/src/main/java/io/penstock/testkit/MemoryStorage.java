package io.penstock.testkit;

import io.penstock.journal.storage.Storage;
import io.penstock.journal.storage.StorageFile;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A storage in memory, which is gone with the test. */
final class MemoryStorage implements Storage {

    private final Map<String, MemoryFile> files = new HashMap<>();

    @Override
    public String describe(String name) {
        return name.isEmpty() ? "memory" : "memory:" + name;
    }

    @Override
    public synchronized List<String> list() {
        return List.copyOf(files.keySet());
    }

    @Override
    public synchronized StorageFile create(String name) throws FileAlreadyExistsException {
        var file = new MemoryFile();
        if (files.putIfAbsent(name, file) != null) {
            throw new FileAlreadyExistsException(name);
        }
        return file.open();
    }

    @Override
    public synchronized StorageFile open(String name) throws NoSuchFileException {
        return existing(name).open();
    }

    private MemoryFile existing(String name) throws NoSuchFileException {
        var file = files.get(name);
        if (file == null) {
            throw new NoSuchFileException(name);
        }
        return file;
    }

    @Override
    public synchronized void rename(String from, String to) throws NoSuchFileException {
        files.put(to, existing(from));
        files.remove(from);
    }

    @Override
    public synchronized void delete(String name) throws NoSuchFileException {
        existing(name);
        files.remove(name);
    }

    @Override
    public void forceDirectory() {
        // There is nothing below the memory.
    }

    @Override
    public void close() {
        // Its bytes go with the last reference to it.
    }
}
