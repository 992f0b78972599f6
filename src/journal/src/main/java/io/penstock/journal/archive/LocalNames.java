package io.penstock.journal.archive;

import io.penstock.journal.storage.Storage;
import io.penstock.journal.storage.StorageFile;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows a folder in which names of segments have the digits of a locale as if they had those of ASCII. Where a name of
 * either kind is there, the one of ASCII counts, and the other is a file that nobody understands.
 */
final class LocalNames implements Storage {

    private static final Logger LOG = Logger.getLogger(LocalNames.class);

    private final Storage folder;

    /** The names that the files have, by those that they should have. */
    private final Map<String, String> actual;

    private LocalNames(Storage folder, Map<String, String> actual) {
        this.folder = folder;
        this.actual = actual;
    }

    /** The folder itself, if no name in it has such digits. */
    static Storage in(Storage folder) throws IOException {
        var actual = find(folder);
        return actual.isEmpty() ? folder : new LocalNames(folder, actual);
    }

    private static Map<String, String> find(Storage folder) throws IOException {
        var names = folder.list();
        var actual = new HashMap<String, String>();
        for (var name : names) {
            var canonical = Segment.canonical(name);
            if (canonical != null && Segment.isUnderstood(canonical) && !names.contains(canonical)) {
                actual.put(canonical, name);
            }
        }
        return actual;
    }

    /** Gives files the names that they should have; durable when it returns. */
    static void mend(Storage folder) throws IOException {
        var actual = find(folder);
        for (var entry : actual.entrySet()) {
            LOG.infof("Naming %s %s: digits of a locale have no place in names.", entry.getValue(), entry.getKey());
            folder.rename(entry.getValue(), entry.getKey());
        }
        if (!actual.isEmpty()) {
            folder.forceDirectory();
        }
    }

    private String actual(String name) {
        return actual.getOrDefault(name, name);
    }

    @Override
    public String describe(String name) {
        return folder.describe(actual(name));
    }

    @Override
    public List<String> list() throws IOException {
        var canonical = new HashMap<String, String>();
        actual.forEach((name, local) -> canonical.put(local, name));
        return folder.list().stream()
                .map(name -> canonical.getOrDefault(name, name))
                .toList();
    }

    @Override
    public StorageFile create(String name) throws IOException {
        return folder.create(name);
    }

    @Override
    public StorageFile open(String name) throws IOException {
        return folder.open(actual(name));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        folder.rename(actual(from), to);
        actual.remove(from);
    }

    @Override
    public void delete(String name) throws IOException {
        folder.delete(actual(name));
        actual.remove(name);
    }

    @Override
    public void forceDirectory() throws IOException {
        folder.forceDirectory();
    }

    @Override
    public Storage folder(String name) throws IOException {
        return folder.folder(name);
    }

    @Override
    public List<String> folders() throws IOException {
        return folder.folders();
    }

    @Override
    public void deleteFolder(String name) throws IOException {
        folder.deleteFolder(name);
    }

    @Override
    public void close() {}
}
