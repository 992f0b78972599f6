package io.penstock.journal.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Locks a data directory by a file in it. The operating system gives up all locks that a process has on a file when the
 * process closes that file, through whichever channel. So a directory that is locked in this process is known here, and
 * its file is not opened once more. It is safe for use by any thread.
 */
final class DirectoryLock implements AutoCloseable {

    static final String FILE_NAME = ".lock";

    private static final Set<Path> LOCKED_HERE = ConcurrentHashMap.newKeySet();

    /** Channels to files that another copy of this class has locked: to close them would give up that lock. */
    private static final Queue<FileChannel> LEFT_OPEN = new ConcurrentLinkedQueue<>();

    private final Path directory;
    private final FileChannel channel;

    /** Says that the directory is locked already. */
    static final class Taken extends IOException {

        private static final long serialVersionUID = 1;

        /** Whether it is locked in this process, and not by another one. */
        private final boolean isHere;

        private Taken(boolean isHere) {
            super("The directory is locked by " + (isHere ? "this process." : "another process."));
            this.isHere = isHere;
        }

        boolean isHere() {
            return isHere;
        }
    }

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Locks a directory that exists.
     *
     * @param isShared whether others may lock it in the same way, from other processes
     * @param options how the file is opened
     * @throws Taken if it is locked
     */
    static DirectoryLock of(Path directory, boolean isShared, OpenOption... options) throws IOException {
        var real = directory.toRealPath();
        if (!LOCKED_HERE.add(real)) {
            throw new Taken(true);
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(real.resolve(FILE_NAME), options);
            if (channel.tryLock(0, Long.MAX_VALUE, isShared) == null) {
                throw new Taken(false);
            }
            return new DirectoryLock(real, channel);
        } catch (OverlappingFileLockException e) {
            LEFT_OPEN.add(channel);
            LOCKED_HERE.remove(real);
            throw new Taken(true);
        } catch (IOException | RuntimeException e) {
            if (channel != null) {
                channel.close();
            }
            LOCKED_HERE.remove(real);
            throw e;
        }
    }

    /** Gives the directory free. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            LOCKED_HERE.remove(directory);
        }
    }
}
