package io.penstock.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

/** A directory of the file system, locked against every other user from opening to closing. */
final class DirectoryStorage implements Storage {

    private static final String LOCK_NAME = ".lock";

    private final Path directory;
    private final FileChannel lockChannel;
    private final FileLock lock;
    private final FileStore fileStore;

    private DirectoryStorage(Path directory, FileChannel lockChannel, FileLock lock) throws IOException {
        this.directory = directory;
        this.lockChannel = lockChannel;
        this.lock = lock;
        fileStore = Files.getFileStore(directory);
    }

    /** Makes the directory if need be, and locks it. */
    static DirectoryStorage open(Path directory) {
        try {
            makeDirectory(directory);
            var channel = FileChannel.open(directory.resolve(LOCK_NAME), CREATE, WRITE);
            try {
                return new DirectoryStorage(directory, channel, lock(directory, channel));
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (AccessDeniedException e) {
            throw new JournalException.UnusableDirectory(
                    "Cannot write to the data directory " + directory
                            + ": this process lacks the right to. Give its user"
                            + " read and write access, or choose another directory.",
                    e);
        } catch (IOException e) {
            throw new JournalException.UnusableDirectory(
                    "Cannot use the data directory " + directory + " (" + e + "). It must be a directory on a writable"
                            + " file system: mend that, or choose another one.",
                    e);
        }
    }

    private static void makeDirectory(Path directory) throws IOException {
        var parent = directory.toAbsolutePath().getParent();
        if (!Files.isDirectory(directory) && parent != null) {
            makeDirectory(parent);
            Files.createDirectory(directory);
            forceDirectory(parent);
        }
    }

    private static FileLock lock(Path directory, FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            throw new JournalException.UnusableDirectory(
                    "The data directory " + directory + " is already open in this process. Close the other journal or"
                            + " give each its own directory.",
                    e);
        }
        if (lock == null) {
            throw new JournalException.UnusableDirectory(
                    "The data directory " + directory + " is in use by another process. Stop that process or choose"
                            + " another directory.",
                    null);
        }
        return lock;
    }

    @Override
    public String describe(String name) {
        return directory.resolve(name).toString();
    }

    @Override
    public List<String> list() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }

    @Override
    public StorageFile create(String name) throws IOException {
        return new ChannelFile(directory.resolve(name), Set.of(CREATE_NEW, READ, WRITE));
    }

    @Override
    public StorageFile open(String name) throws IOException {
        return new ChannelFile(directory.resolve(name), Set.of(READ, WRITE));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(
                directory.resolve(from),
                directory.resolve(to),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.delete(directory.resolve(name));
    }

    @Override
    public void forceDirectory() throws IOException {
        forceDirectory(directory);
    }

    private static void forceDirectory(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, READ)) {
            channel.force(true);
        }
    }

    @Override
    public long usableBytes() throws IOException {
        return fileStore.getUsableSpace();
    }

    @Override
    public void close() throws IOException {
        try (lockChannel) {
            lock.release();
        }
    }
}
