package io.penstock.server.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

/** Makes files that only the user of this process can read: a backup has everybody's messages. */
final class OwnFiles {

    static final int FILE_MODE = 0600;

    private OwnFiles() {}

    private static FileAttribute<?>[] attributes(Path beside, String permissions) {
        return beside.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** @throws FileAlreadyExistsException if there is something of that name */
    static FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, Set.of(CREATE_NEW, WRITE), attributes(file, "rw-------"));
    }

    static void makeDirectory(Path directory) throws IOException {
        Files.createDirectory(directory, attributes(directory, "rwx------"));
    }

    /** Makes those below another one that are missing. */
    static void makeDirectories(Path root, Path directory) throws IOException {
        if (!directory.equals(root) && !Files.isDirectory(directory)) {
            makeDirectories(root, directory.getParent());
            makeDirectory(directory);
        }
    }

    /** Deletes a directory with all that is in it, following no links. */
    static void deleteAll(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (var all = Files.walk(root)) {
            for (var each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
