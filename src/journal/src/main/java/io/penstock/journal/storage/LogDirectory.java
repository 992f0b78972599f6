package io.penstock.journal.storage;

import io.penstock.journal.JournalException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import static java.nio.file.StandardOpenOption.READ;

/**
 * Shows a directory of the file system: no byte and no name in it can be changed through this. It is locked against
 * servers, and shared with others who only look. The lock needs nothing but the right to read.
 */
public final class LogDirectory implements Storage {

    private final Path directory;
    private final DirectoryLock lock;

    /** @param lock null if there is nobody to lock out */
    private LogDirectory(Path directory, DirectoryLock lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /** @throws JournalException.UnusableDirectory if there is no such directory, or a server has it open */
    public static LogDirectory open(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new JournalException.UnusableDirectory(
                    "There is no directory " + directory + ". Name the data directory of a Penstock server.", null);
        }
        try {
            // A server makes the file before anything else, so without it there is nobody to lock out.
            boolean isLockable = Files.exists(directory.resolve(DirectoryLock.FILE_NAME));
            return new LogDirectory(directory, isLockable ? DirectoryLock.of(directory, true, READ) : null);
        } catch (DirectoryLock.Taken e) {
            throw inUse(directory, e);
        } catch (IOException e) {
            throw new JournalException.UnusableDirectory(
                    "Cannot lock the data directory " + directory + " (" + e
                            + "). Run this as the user that the server runs as.",
                    e);
        }
    }

    private static JournalException inUse(Path directory, Exception cause) {
        return new JournalException.UnusableDirectory(
                "The data directory " + directory + " is in use by a running server. Stop it first, or look at a copy"
                        + " of the directory that was made while it was stopped.",
                cause);
    }

    @Override
    public String describe(String name) {
        return FileNames.path(directory, name).toString();
    }

    @Override
    public List<String> list() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(FileNames::name).toList();
        }
    }

    /** Unlike other storages it makes none: where there is no such folder, nothing can be listed or opened in it. */
    @Override
    public Storage folder(String name) {
        return new LogDirectory(FileNames.path(directory, name), null);
    }

    @Override
    public List<String> folders() throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(Files::isDirectory).map(FileNames::name).toList();
        }
    }

    @Override
    public StorageFile open(String name) throws IOException {
        return new ChannelFile(FileNames.path(directory, name), Set.of(READ));
    }

    @Override
    public StorageFile create(String name) {
        throw readOnly();
    }

    @Override
    public void rename(String from, String to) {
        throw readOnly();
    }

    @Override
    public void delete(String name) {
        throw readOnly();
    }

    @Override
    public void deleteFolder(String name) {
        throw readOnly();
    }

    @Override
    public void forceDirectory() {
        throw readOnly();
    }

    private UnsupportedOperationException readOnly() {
        return new UnsupportedOperationException(directory + " is open for reading only");
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
        }
    }
}
