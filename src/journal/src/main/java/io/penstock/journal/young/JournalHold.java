package io.penstock.journal.young;

import io.penstock.journal.file.JournalFile;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Keeps journal files from being overwritten while they are copied, the oldest first. A file that was copied is free.
 * Copying is for one thread; any thread may end the hold, after which what is copied need not be right.
 */
public final class JournalHold implements AutoCloseable {

    private final FileRelease release;
    private final List<JournalFile> files;
    private final FrameCopy copy;
    private boolean closed;

    JournalHold(FileRelease release, List<JournalFile> files, long last) {
        this.release = release;
        this.files = files;
        copy = new FrameCopy(last);
        release.holdFrom(files.get(0).number);
    }

    /** The files to copy, in their order; those that only begin after the last frame are not to be. */
    public List<JournalFile> files() {
        return files;
    }

    /** Whether all frames were copied, and files that are left have none of them. */
    public boolean isComplete() {
        return copy.isComplete();
    }

    /**
     * Copies a file, in full size: whole frames up to the last one, then zeros.
     *
     * @throws IOException if a frame is not what was written, or the target takes nothing more
     */
    public void copy(JournalFile file, OutputStream target) throws IOException {
        copy.copy(file, target);
    }

    /** Frees a file, and all before it. */
    public synchronized void copied(JournalFile file) {
        if (!closed) {
            release.holdFrom(file.number + 1);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            release.holdFrom(Long.MAX_VALUE);
        }
    }
}
