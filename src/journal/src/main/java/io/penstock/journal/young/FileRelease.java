package io.penstock.journal.young;

import io.penstock.journal.JournalException;
import io.penstock.journal.commit.FrameLog;
import io.penstock.journal.file.FileProvider;
import io.penstock.journal.file.JournalFiles;
import io.penstock.journal.frame.Partitions;
import io.penstock.journal.storage.Storage;

import java.io.IOException;

/** Gives up journal files that are no longer needed, oldest first. */
final class FileRelease {

    private final Storage storage;
    private final FileProvider provider;
    private final JournalFiles files;
    private final Partitions partitions;
    private final FrameLog log;

    /** The failure that tells which file could not be given up, and why; null while all could. */
    private JournalException failure;

    FileRelease(Storage storage, FileProvider provider, JournalFiles files, Partitions partitions, FrameLog log) {
        this.storage = storage;
        this.provider = provider;
        this.files = files;
        this.partitions = partitions;
        this.log = log;
    }

    /** The first file that somebody still copies; those before it are given up as ever. */
    private volatile long heldFrom = Long.MAX_VALUE;

    /** Gives up no file of that number or a higher one, until this is called again. */
    void holdFrom(long number) {
        heldFrom = number;
    }

    boolean hasFailed() {
        return failure != null;
    }

    /** See {@link Journal#release}. */
    void release(long sequence) {
        if (failure != null) {
            throw new JournalException("Files are given up no more: " + failure.getMessage(), failure);
        }
        for (var file : files.all()) {
            if (file.lastSequence() >= Math.min(sequence, log.durable()) || file.number >= heldFrom) {
                return;
            }
            for (var partition : partitions.all()) {
                if (partition != null) {
                    partition.index.removeThrough(file.number);
                }
            }
            files.remove(file);
            try {
                provider.recycle(file);
            } catch (IOException e) {
                failure = new JournalException(
                        "Cannot recycle the journal file " + storage.describe(file.name) + " (" + e
                                + "). Mend the disk, then start again.",
                        e);
                throw failure;
            }
        }
    }
}
