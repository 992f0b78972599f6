package io.penstock.kafka.migrate;

import io.penstock.PenstockException;
import io.penstock.broker.alert.AlertFile;
import io.penstock.broker.migration.StoppedBroker;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.offline.CompanionFiles;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;

/** A data directory that is copied, or copied to, by one thread. */
final class DirectoryCopy {

    /** A directory is made under another name, so that nobody takes it for one that is whole. */
    private static final String UNFINISHED = ".migrating";

    private final Path directory;
    private final LogOptions options;
    private final InstantSource clock;

    /** @param options of the log; nothing gets old while it is copied */
    DirectoryCopy(Path directory, LogOptions options, InstantSource clock) {
        this.directory = directory.toAbsolutePath().normalize();
        this.options = options.withRoundMillis(0);
        this.clock = clock;
    }

    /** Opens the log of a directory that exists, and that nobody has open. */
    StoppedBroker open() {
        if (!CompanionFiles.isStore(directory)) {
            throw new PenstockException.InvalidConfiguration(
                    directory + " is no data directory: there is no log in it. Say which one it is.");
        }
        return open(directory);
    }

    private StoppedBroker open(Path where) {
        return StoppedBroker.open(clock, owner -> LocalLog.open(where, options, clock, owner));
    }

    /** What the broker keeps of alerts; empty for nothing. */
    String alerts() {
        try {
            return new AlertFile(directory).read().orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException("What is kept of alerts in " + directory + " cannot be read", e);
        }
    }

    /** Files beside the log that do not come along. */
    List<String> leftFiles() {
        try {
            return CompanionFiles.in(directory).stream()
                    .filter(name -> !name.equals(AlertFile.NAME))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The files in " + directory + " cannot be listed", e);
        }
    }

    /** Fails unless the directory can be made. */
    void requireUnused() {
        try {
            if (Files.exists(directory) && !isEmptyDirectory(directory)) {
                throw new PenstockException.InvalidConfiguration(
                        directory + " is not empty. Choose a directory that is, or that does not exist.");
            }
            var unfinished = unfinished();
            if (Files.exists(unfinished) && !isEmptyDirectory(unfinished) && !CompanionFiles.isStore(unfinished)) {
                throw new PenstockException.InvalidConfiguration(
                        unfinished + " is in the way, and no interrupted migration has made it. Move it.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("It cannot be seen what is in " + directory, e);
        }
    }

    private static boolean isEmptyDirectory(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (var files = Files.list(path)) {
            return files.findAny().isEmpty();
        }
    }

    private Path unfinished() {
        return directory.resolveSibling(directory.getFileName() + UNFINISHED);
    }

    /** Deletes what an interrupted migration has left, and returns whether there was something. */
    boolean clear() {
        var unfinished = unfinished();
        if (!Files.exists(unfinished)) {
            return false;
        }
        try (var files = Files.walk(unfinished)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(unfinished + " cannot be deleted", e);
        }
    }

    /** Opens the directory that is being made. */
    StoppedBroker openUnfinished() {
        try {
            Files.createDirectories(unfinished());
        } catch (IOException e) {
            throw new UncheckedIOException(unfinished() + " cannot be made", e);
        }
        return open(unfinished());
    }

    /** Everything was copied: gives the directory its name. */
    void finish(String alerts) {
        try {
            if (!alerts.isEmpty()) {
                new AlertFile(unfinished()).write(alerts);
            }
            Files.deleteIfExists(directory);
            Files.move(unfinished(), directory, StandardCopyOption.ATOMIC_MOVE);
            try (var parent = FileChannel.open(directory.getParent(), StandardOpenOption.READ)) {
                parent.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(unfinished() + " is whole, but cannot be named " + directory, e);
        }
    }
}
