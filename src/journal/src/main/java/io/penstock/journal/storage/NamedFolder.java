package io.penstock.journal.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes a folder of a storage that has but one level: the names of its files begin with that of the folder and a slash.
 * The folder exists as long as it has a file. It is for storages of tests, which may force one folder without the
 * others.
 */
public class NamedFolder implements Storage {

    private final Storage storage;
    private final String prefix;

    /** @param name from the root of the storage, which need not have folders of its own */
    public NamedFolder(Storage storage, String name) {
        this.storage = storage;
        prefix = name + "/";
    }

    /** Lists what stands before the next slash in the names that begin with the prefix. */
    static List<String> folders(List<String> names, String prefix) {
        return names.stream()
                .filter(name -> name.startsWith(prefix) && name.indexOf('/', prefix.length()) >= 0)
                .map(name -> name.substring(prefix.length(), name.indexOf('/', prefix.length())))
                .distinct()
                .toList();
    }

    @Override
    public String describe(String name) {
        return storage.describe(prefix + name);
    }

    @Override
    public List<String> list() throws IOException {
        return storage.list().stream()
                .filter(name -> name.startsWith(prefix) && name.indexOf('/', prefix.length()) < 0)
                .map(name -> name.substring(prefix.length()))
                .toList();
    }

    @Override
    public Storage folder(String name) throws IOException {
        return storage.folder(prefix + name);
    }

    @Override
    public List<String> folders() throws IOException {
        return folders(storage.list(), prefix);
    }

    @Override
    public StorageFile create(String name) throws IOException {
        return storage.create(prefix + name);
    }

    @Override
    public StorageFile open(String name) throws IOException {
        return storage.open(prefix + name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        storage.rename(prefix + from, prefix + to);
    }

    @Override
    public void delete(String name) throws IOException {
        storage.delete(prefix + name);
    }

    @Override
    public boolean link(String name, Path target) throws IOException {
        return storage.link(prefix + name, target);
    }

    @Override
    public void forceDirectory() throws IOException {
        storage.forceDirectory();
    }

    @Override
    public long usableBytes() throws IOException {
        return storage.usableBytes();
    }

    @Override
    public void close() {}
}
