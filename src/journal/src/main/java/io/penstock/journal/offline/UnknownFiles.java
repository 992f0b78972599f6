package io.penstock.journal.offline;

import io.penstock.journal.checkpoint.Checkpoints;
import io.penstock.journal.file.FileProvider;
import io.penstock.journal.file.JournalFile;
import io.penstock.journal.file.StoreIdentity;
import io.penstock.journal.storage.Storage;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;

/**
 * Finds files beside the journal that have no name of this version. A file that is missing may lie there, under a name
 * that a person or another version gave it. As long as there are such files, nothing is given up.
 */
final class UnknownFiles {

    private static final String CORRUPT = ".corrupt-";

    private static final List<String> SUFFIXES = List.of(
            FileProvider.PREPARING_SUFFIX, FileProvider.SPARE_SUFFIX, ".repairing", ".writing", ".new", ".unreadable");

    /** What the broker and the connector keep beside the journal: states of alerts, first attempts of traces. */
    private static final List<String> COMPANIONS = List.of("alerts.state", "first-attempts.trace");

    private UnknownFiles() {}

    static List<String> in(Storage storage) throws IOException {
        var folders = new HashSet<>(storage.folders());
        return storage.list().stream()
                .filter(name -> !folders.contains(name) && name.indexOf('/') < 0 && !isUnderstood(name))
                .sorted()
                .toList();
    }

    /** Whether somebody else keeps it beside the journal. */
    static boolean isCompanion(String name) {
        return COMPANIONS.contains(name);
    }

    /** Whether it has a name of this version. */
    static boolean isUnderstood(String name) {
        var corrupt = name.indexOf(CORRUPT);
        var plain = corrupt > 0 ? name.substring(0, corrupt) : name;
        for (var suffix : SUFFIXES) {
            plain = plain.endsWith(suffix) ? plain.substring(0, plain.length() - suffix.length()) : plain;
        }
        // Hidden files are the lock and what file systems put there.
        return plain.startsWith(".")
                || plain.equals(StoreIdentity.NAME)
                || COMPANIONS.contains(plain)
                || JournalFile.number(plain) >= 0
                || Checkpoints.number(plain) >= 0;
    }
}
