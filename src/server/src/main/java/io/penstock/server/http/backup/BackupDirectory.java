package io.penstock.server.http.backup;

import io.penstock.PenstockException;
import io.penstock.quarkus.config.Setting;
import io.penstock.server.backup.BackupOutput;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** The directory that backups are written to, as the operator has named it: checked before anybody asks for one. */
record BackupDirectory(Path path) {

    static final Setting SETTING = new Setting("penstock.backup.directory");

    /**
     * Takes a directory that is there. It is not made: one that is missing is a path that was misspelt, or a volume
     * that is not mounted, and backups would lie where nobody looks for them.
     *
     * @param text the value of the property
     * @param data the data directory, which need not exist
     * @throws PenstockException.InvalidConfiguration if it is not there, if backups cannot be written to it, or if they
     *     would lie in the data directory, where they would be taken for unknown files and copied into the next backup
     */
    static BackupDirectory of(String text, Path data) {
        var path = absolute(text);
        if (real(path).startsWith(real(data.toAbsolutePath().normalize()))) {
            throw SETTING.wrong(
                    text,
                    "this is in the data directory " + data
                            + ". Choose a directory outside of it, best on another disk.");
        }
        if (!Files.exists(path)) {
            throw SETTING.wrong(
                    text,
                    "there is no such directory. Correct the path, mount the volume, or make the directory: the server"
                            + " does not make it.");
        }
        if (!Files.isDirectory(path)) {
            throw SETTING.wrong(text, "this is no directory.");
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

    /**
     * When the newest backup in it was completed, which may have been before this server was started; empty if there is
     * none. What cannot be looked at counts as none.
     */
    Optional<Instant> newest() {
        try (var all = Files.list(path)) {
            return all.map(BackupDirectory::completed).flatMap(Optional::stream).max(Comparator.naturalOrder());
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> completed(Path backup) {
        try {
            return BackupOutput.completedAt(backup);
        } catch (IOException e) {
            return Optional.empty();
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
