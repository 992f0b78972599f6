package io.penstock.journal.file;

import io.penstock.journal.JournalException;
import io.penstock.journal.storage.Storage;
import io.penstock.journal.storage.StorageFile;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * Makes journal files, one ahead of the writer: from a file that is no longer needed if there is one, else a new one
 * full of zeros. Either way the blocks exist before the first frame is written, which is what makes the force cheap.
 *
 * <p>Suffixes name unfinished jobs: {@code .preparing} is not complete and is thrown away at the next start,
 * {@code .spare} holds nothing that is needed.
 */
public final class FileProvider {

    private static final Logger LOG = Logger.getLogger(FileProvider.class);

    public static final String PREPARING_SUFFIX = ".preparing";
    public static final String SPARE_SUFFIX = ".spare";

    /**
     * Full files that may be unforced, so that a file boundary does not hold the writer up. More would not make the
     * disk any faster, only let it fall further behind, and a loss of power cost more.
     */
    public static final int MAX_UNFORCED_FILES = 4;

    /**
     * The number of spare files that are kept, as many as may become free at once under load: full files wait to be
     * forced, then all of them are given up. With fewer, each surplus one would be deleted only for a new one to be
     * filled with zeros a moment later.
     */
    private static final int MAX_SPARES = MAX_UNFORCED_FILES + 2;

    /** Bytes that spares may take together; large files do well with fewer, as each lasts longer. */
    private static final long MAX_SPARE_BYTES = 1L << 30;

    /** The least number of spare files, however large they are: one is being filled while the next is made. */
    private static final int MIN_SPARES = 2;

    private static final int ZERO_BYTES = 1 << 20;

    private final Storage storage;
    private final long storeId;
    private final int fileBytes;
    private final int maxSpares;
    private final Executor executor;
    private final FreeSpace space;
    private final Deque<String> spares = new ArrayDeque<>();

    /** Held while a file is made that is needed at once, so that nobody begins to make it once more. */
    private final Object making = new Object();

    private volatile CompletableFuture<JournalFile> ahead;
    private volatile long aheadNumber;
    private volatile Ownership ownership;
    private volatile boolean closed;

    public FileProvider(Storage storage, long storeId, int fileBytes, Executor executor, FreeSpace space) {
        this.storage = storage;
        this.storeId = storeId;
        this.fileBytes = fileBytes;
        maxSpares = (int) Math.max(MIN_SPARES, Math.min(MAX_SPARES, MAX_SPARE_BYTES / fileBytes));
        this.executor = executor;
        this.space = space;
    }

    /** Makes the file after that one in the background, unless it was found ready. */
    public void prepareAfter(JournalFile file) {
        if (ahead == null) {
            prepare(file.number + 1);
        }
    }

    private void prepare(long number) {
        aheadNumber = number;
        ahead = CompletableFuture.supplyAsync(() -> make(number), executor);
    }

    /** Begins anew what could not be made ahead: called now and then, so that the file is there before it is needed. */
    public void retry() {
        synchronized (making) {
            if (!closed && ahead != null && ahead.isCompletedExceptionally()) {
                prepare(aheadNumber);
            }
        }
    }

    /** Sets the check that this process still owns the directory, which from here on comes before every new file. */
    public void owner(Ownership owner) {
        ownership = owner;
    }

    /** Whether a file is of the size that is made now. */
    public boolean fits(JournalFile file) {
        return file.bytes == fileBytes;
    }

    /** Sets the file that was made ahead. */
    public void prepared(JournalFile file) {
        ahead = CompletableFuture.completedFuture(file);
    }

    /**
     * The file after that one; waits if it is not ready, and makes it now if that failed before. Begins the next.
     *
     * @param leastBytes that it has to hold; more than usual for what was accepted when files were larger
     * @throws JournalException.NoFile if it cannot be made now, and may be tried again
     */
    public JournalFile takeAfter(JournalFile last, long leastBytes) {
        while (true) {
            var begun = ahead;
            try {
                return taken(begun.join(), leastBytes);
            } catch (CompletionException e) {
                synchronized (making) {
                    // Otherwise it was begun anew meanwhile.
                    if (ahead == begun) {
                        return taken(make(last.number + 1), leastBytes);
                    }
                }
            }
        }
    }

    private JournalFile taken(JournalFile usual, long leastBytes) {
        requireOwner(usual.name);
        var file = leastBytes <= usual.bytes ? usual : enlarged(usual, leastBytes);
        prepare(file.number + 1);
        return file;
    }

    /** The header says so only once the blocks exist; an empty file that is not of the usual size is never kept. */
    private JournalFile enlarged(JournalFile file, long leastBytes) {
        var bytes = (leastBytes + FileHeader.BYTES - 1) / FileHeader.BYTES * FileHeader.BYTES;
        try {
            fill(file.content, file.bytes, bytes);
            file.content.force();
            var header = new FileHeader((int) bytes, storeId, file.number);
            file.content.write(header.encode(), 0);
            file.content.force();
            return new JournalFile(header, file.content);
        } catch (IOException e) {
            throw noFile(file.name, e);
        }
    }

    private void requireOwner(String name) {
        try {
            if (ownership != null) {
                ownership.require();
            }
        } catch (IOException e) {
            throw noFile(name, e);
        }
    }

    private JournalException.NoFile noFile(String name, IOException cause) {
        return new JournalException.NoFile(
                "The journal file " + storage.describe(name) + " of " + fileBytes + " bytes cannot be made now ("
                        + cause
                        + "). Nothing is written until it can, which is tried again: see that the process may open more"
                        + " files, free some space, or mend the disk.",
                cause);
    }

    /**
     * Makes a file under its final name, whole and forced.
     *
     * @throws JournalException.NoFile if nothing has come of it, so that it may be tried again
     */
    public JournalFile make(long number) {
        var name = JournalFile.name(number);
        requireOwner(name);
        var header = new FileHeader(fileBytes, storeId, number);
        var spare = takeSpare();
        var from = spare == null ? name + PREPARING_SUFFIX : spare;
        var content = content(header, from, spare == null);
        try {
            storage.rename(from, name);
            storage.forceDirectory();
            if (!content.claim(false)) {
                throw new IOException("another process keeps it");
            }
            space.check();
            return new JournalFile(header, content);
        } catch (IOException | RuntimeException e) {
            closeQuietly(content, e);
            discard(from);
            throw new JournalException(
                    "Cannot make the journal file " + storage.describe(name) + " of " + fileBytes + " bytes (" + e
                            + "). Free some space or mend the disk, then start again.",
                    e);
        }
    }

    /** A file that is whole and forced, under the name that it has until then. */
    private StorageFile content(FileHeader header, String name, boolean isNew) {
        StorageFile content;
        try {
            content = isNew ? storage.create(name) : storage.open(name);
        } catch (IOException e) {
            if (!isNew && !(e instanceof NoSuchFileException)) {
                giveBack(name);
            }
            throw noFile(JournalFile.name(header.number()), e);
        }
        try {
            if (isNew) {
                fill(content, 0, fileBytes);
            }
            content.write(header.encode(), 0);
            content.force();
            return content;
        } catch (IOException e) {
            closeQuietly(content, e);
            discard(name);
            throw noFile(JournalFile.name(header.number()), e);
        } catch (RuntimeException e) {
            closeQuietly(content, e);
            discard(name);
            throw e;
        }
    }

    private static void closeQuietly(StorageFile content, Exception failure) {
        try {
            content.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private synchronized void giveBack(String spare) {
        spares.addFirst(spare);
    }

    /** Clears away what was not finished, as far as the disk still does what it is told. */
    private void discard(String name) {
        try {
            if (storage.list().contains(name)) {
                storage.delete(name);
            }
        } catch (IOException e) {
            LOG.debugf(e, "Left %s behind; the next start clears it away.", storage.describe(name));
        }
    }

    /** Writes zeros from one position to another. */
    public void fill(StorageFile content, long from, long to) throws IOException {
        var zeros = ByteBuffer.allocateDirect((int) Math.min(ZERO_BYTES, Math.max(0, to - from)));
        for (var at = from; at < to; at += zeros.limit()) {
            if (closed) {
                throw new IOException("the journal was closed meanwhile");
            }
            zeros.clear().limit((int) Math.min(zeros.capacity(), to - at));
            content.write(zeros, at);
        }
    }

    private synchronized String takeSpare() {
        return spares.pollFirst();
    }

    /** Takes a file that was found as a spare. */
    synchronized void addSpare(String name) {
        spares.add(name);
    }

    /**
     * Takes a file whose content is no longer needed by anybody. Its place in the directory changes in one step, its
     * bytes only once it is used again. While space is short it is given back at once: nobody writes new files then.
     */
    public void recycle(JournalFile file) throws IOException {
        file.content.close();
        synchronized (this) {
            if (spares.size() >= maxSpares || !fits(file) || space.shortage() != null) {
                storage.delete(file.name);
            } else {
                var spare = file.name + SPARE_SUFFIX;
                storage.rename(file.name, spare);
                storage.forceDirectory();
                spares.add(spare);
                return;
            }
        }
        storage.forceDirectory();
    }

    /** Gives up what is being made. */
    public void close() throws IOException {
        closed = true;
        if (ahead != null) {
            var file = ahead.exceptionally(failure -> null).join();
            if (file != null) {
                file.content.close();
            }
        }
    }
}
