package io.penstock.journal.archive;

import io.penstock.journal.storage.Storage;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Finds the folders below that of the archive, by their names with slashes. */
final class SegmentFolders {

    private SegmentFolders() {}

    static Map<String, Storage> in(Storage archive) throws IOException {
        var found = new TreeMap<String, Storage>();
        collect(archive, "", found);
        return found;
    }

    private static void collect(Storage storage, String prefix, Map<String, Storage> found) throws IOException {
        for (var name : storage.folders()) {
            var folder = storage.folder(name);
            found.put(prefix + name, folder);
            collect(folder, prefix + name + "/", found);
        }
    }
}
