package io.penstock.postgres.deployment;

import org.apache.commons.io.FileUtils;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.stream.Stream;

/** The data directories that databases of earlier runs have left behind. */
final class DataDirectories {

    private static final Logger LOG = Logger.getLogger(DataDirectories.class);

    /** The file that the library locks in a data directory for as long as its process lives. */
    private static final String LOCK = "epg-lock";

    private DataDirectories() {}

    /** A directory that does not exist yet. */
    static Path fresh(Path parent) {
        return parent.resolve(own() + UUID.randomUUID());
    }

    /** What the names of this process' directories begin with. */
    private static String own() {
        return ProcessHandle.current().pid() + "-";
    }

    /** The file beside a data directory that takes what PostgreSQL prints. */
    static Path logOf(Path directory) {
        return directory.resolveSibling(directory.getFileName() + ".log");
    }

    /**
     * Deletes the directories of processes that were killed. A PostgreSQL that such a process has left behind notices
     * within a minute that its directory is gone, and ends itself.
     */
    static void deleteAbandoned(Path parent) throws IOException {
        try (Stream<Path> directories = Files.list(parent)) {
            for (Path directory :
                    directories.filter(DataDirectories::isOfAnother).toList()) {
                if (isAbandoned(directory.resolve(LOCK))) {
                    LOG.debugf("Deleting the database in %s, whose process is gone", directory);
                    FileUtils.deleteQuietly(directory.toFile());
                    Files.deleteIfExists(logOf(directory));
                }
            }
        }
    }

    /** Tests run in the process of the application that is developed, and to try a lock of one's own gives it up. */
    private static boolean isOfAnother(Path directory) {
        return Files.isDirectory(directory)
                && !directory.getFileName().toString().startsWith(own());
    }

    /** A directory without the file is being made. */
    private static boolean isAbandoned(Path file) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
                var lock = channel.tryLock()) {
            return lock != null;
        }
    }
}
