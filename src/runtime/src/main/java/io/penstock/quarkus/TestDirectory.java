package io.penstock.quarkus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;

/**
 * Empties the data directory that tests have by default, so that no test finds messages, or remembered ids, of an
 * earlier run.
 */
final class TestDirectory {

    /** The file that whoever has the directory open has locked. */
    private static final String LOCK = ".lock";

    private TestDirectory() {}

    /** Deletes what is in a directory. If somebody has it open, it stays as it is, and the broker will refuse it. */
    static void empty(Path directory) {
        var lock = directory.resolve(LOCK);
        if (!Files.exists(lock)) {
            return;
        }
        try (var channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            if (channel.tryLock() != null) {
                delete(directory, lock);
            }
        } catch (OverlappingFileLockException e) {
            // Another application of this process has it open.
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot empty the data directory of tests, " + directory + ": delete it by hand.", e);
        }
    }

    private static void delete(Path directory, Path lock) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(directory) && !file.equals(lock)) {
                    Files.delete(file);
                }
            }
        }
    }
}
