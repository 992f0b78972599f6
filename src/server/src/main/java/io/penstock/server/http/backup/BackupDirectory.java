package io.penstock.server.http.backup;

import io.penstock.PenstockException;
import io.penstock.quarkus.config.Setting;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The directory that backups are written to, as the operator has named it: checked before anybody asks for a backup. */
record BackupDirectory(Path path) {

    static final Setting SETTING = new Setting("penstock.backup.directory");

    /**
     * Makes the directory if it is not there yet.
     *
     * @param text the value of the property
     * @param data the data directory, which need not exist
     * @throws PenstockException.InvalidConfiguration if backups cannot be written there, or would lie in the data
     *     directory, where they would be taken for unknown files and copied into the next backup
     */
    static BackupDirectory of(String text, Path data) {
        var path = absolute(text);
        if (real(path).startsWith(real(data.toAbsolutePath().normalize()))) {
            throw SETTING.wrong(
                    text, "this is in the data directory " + data + ". Choose a directory outside of it, best on another disk.");
        }
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw SETTING.wrong(text, "this is no directory, and cannot be made (" + e + ").");
        }
        requireWritable(path, text);
        return new BackupDirectory(path);
    }

    /** Permissions tell less than a file that is made: think of file systems that are mounted to be read only. */
    private static void requireWritable(Path path, String text) {
        try {
            Files.delete(Files.createTempFile(path, ".penstock-", ".probe"));
        } catch (IOException e) {
            throw SETTING.wrong(text, "the server cannot write to this directory (" + e + ").");
        }
    }

    private static Path absolute(String text) {
        try {
            return Path.of(text).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw SETTING.wrong(text, "this is no path (" + e.getReason() + ").");
        }
    }

    /** The path without symbolic links, as far as it exists. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            var parent = path.getParent();
            return parent == null ? path : real(parent).resolve(path.getFileName());
        }
    }
}
