package io.penstock.journal.offline;

import io.penstock.journal.file.StoreIdentity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds what lies beside the log in a data directory: whoever copies the log to another place leaves it behind. */
public final class CompanionFiles {

    private CompanionFiles() {}

    /** Whether there is a log in that directory. */
    public static boolean isStore(Path directory) {
        return Files.exists(directory.resolve(StoreIdentity.NAME));
    }

    /** The names of files that are no part of the log: those that others keep there, and those that nobody knows. */
    public static List<String> in(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> UnknownFiles.isCompanion(name) || !UnknownFiles.isUnderstood(name))
                    .sorted()
                    .toList();
        }
    }
}
