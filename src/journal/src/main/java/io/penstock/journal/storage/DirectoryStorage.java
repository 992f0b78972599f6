package io.penstock.journal.storage;

import io.penstock.journal.JournalException;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

/** Stores the log in a directory of the file system, locked against every other user from opening to closing. */
public final class DirectoryStorage extends DirectoryFolder {

    private final DirectoryLock lock;

    /** Open throughout, so that a lack of file descriptors does not keep a name from being forced. */
    private final FileChannel directoryChannel;

    private DirectoryStorage(Path directory, DirectoryLock lock) throws IOException {
        super(directory);
        this.lock = lock;
        directoryChannel = FileChannel.open(directory, READ);
    }

    /** Makes the directory if need be, and locks it. */
    public static DirectoryStorage open(Path directory) {
        try {
            makeDirectory(directory);
            var lock = DirectoryLock.of(directory, false, CREATE, WRITE);
            try {
                return new DirectoryStorage(directory, lock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (DirectoryLock.Taken e) {
            throw new JournalException.UnusableDirectory(
                    e.isHere()
                            ? "The data directory " + directory + " is already open in this process. Close the other"
                                    + " journal or give each its own directory."
                            : "The data directory " + directory + " is in use by another process. Stop that process or"
                                    + " choose another directory.",
                    e);
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

    @Override
    public void forceDirectory() throws IOException {
        directoryChannel.force(true);
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            directoryChannel.close();
        }
    }
}
