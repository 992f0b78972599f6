package io.penstock.journal.young;

import io.penstock.journal.JournalException;
import io.penstock.journal.RecoveryProgress;
import io.penstock.journal.commit.AppendQueue;
import io.penstock.journal.commit.FrameLog;
import io.penstock.journal.commit.GroupCommit;
import io.penstock.journal.commit.JournalCounters;
import io.penstock.journal.commit.JournalStatistics;
import io.penstock.journal.file.FileProvider;
import io.penstock.journal.file.FreeSpace;
import io.penstock.journal.file.JournalFile;
import io.penstock.journal.file.JournalFiles;
import io.penstock.journal.file.Ownership;
import io.penstock.journal.file.StoreIdentity;
import io.penstock.journal.frame.Append;
import io.penstock.journal.frame.FrameApplier;
import io.penstock.journal.frame.FrameBuilder;
import io.penstock.journal.frame.FrameHandler;
import io.penstock.journal.frame.Partitions;
import io.penstock.journal.record.RecordBatch;
import io.penstock.journal.storage.DirectoryStorage;
import io.penstock.journal.storage.Storage;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Takes appends, writes and forces them in one data directory, and reads back what is young. It is safe for use by any
 * thread.
 */
public final class Journal implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Journal.class);

    /** Often enough that senders do not wait long once there is space; the file system is asked, not the disk. */
    private static final long SPACE_CHECK_MILLIS = 1_000;

    private final Storage storage;
    private final ScheduledExecutorService background;
    private final FreeSpace space;
    private final AppendCheck check;
    private final FileProvider provider;
    private final JournalFiles files;
    private final StoreIdentity identity;
    private final Ownership ownership;
    private final FrameLog log;
    private final JournalCounters counters = new JournalCounters();
    private final AppendQueue queue;
    private final GroupCommit commit;
    private final YoungRecords records;
    private final FileRelease release;
    private volatile boolean closed;

    private Journal(
            Storage storage,
            JournalOptions options,
            FrameHandler handler,
            ScheduledExecutorService background,
            KnownState known,
            ProgressReport progress)
            throws IOException {
        this.storage = storage;
        this.background = background;
        space = new FreeSpace(storage, options.minFreeBytes());
        check = new AppendCheck(options, space);
        var before = StoreIdentity.obtain(storage);
        var partitions = new Partitions(options.maxPartitions());
        provider = new FileProvider(storage, before.storeId(), options.fileBytes(), background, space);
        files = JournalFiles.load(storage, before.storeId(), provider, options.fileBytes());
        try {
            if (files.all().isEmpty()) {
                files.add(firstFile(before));
            }
            identity = before.next();
            identity.write(storage);
            ownership = new Ownership(storage, identity);
            provider.owner(ownership);
            var applier = new FrameApplier(partitions, handler, known.sequence());
            var end = new Recovery(storage, provider, files, applier, identity.incarnation(), known, progress).run();
            log = new FrameLog(provider, files, partitions, applier, counters, identity.incarnation(), end);
        } catch (IOException | RuntimeException e) {
            files.close();
            throw e;
        }
        var usualBytes = Math.min(FrameBuilder.USUAL_BYTES, options.maxFrameBytes());
        var mostUsualBytes = Math.min(FrameBuilder.MOST_USUAL_BYTES, options.maxFrameBytes());
        queue = new AppendQueue(options.maxQueuedBytes());
        commit = new GroupCommit(
                queue,
                log,
                () -> new FrameBuilder(partitions, identity.incarnation(), usualBytes, mostUsualBytes),
                counters,
                options.forceIntervalMillis(),
                options.maxStallMillis());
        records = new YoungRecords(partitions, new BatchReader(storage, files));
        release = new FileRelease(storage, provider, files, partitions, log);
    }

    /**
     * Locks the directory, recovers what is in it and opens it for writing. Everything found is told to the handler
     * before this returns.
     *
     * @throws JournalException.UnusableDirectory if it is read-only, locked or of a newer format
     * @throws JournalException.Corrupted if bytes below the durable point are damaged
     */
    public static Journal open(Path directory, JournalOptions options, InstantSource clock, FrameHandler handler) {
        return open(DirectoryStorage.open(directory), options, clock, handler);
    }

    /**
     * Opens a journal as {@link #open(Path, JournalOptions, InstantSource, FrameHandler)} does, in a storage that is
     * closed with it.
     */
    public static Journal open(Storage storage, JournalOptions options, InstantSource clock, FrameHandler handler) {
        var progress = new ProgressReport(RecoveryProgress.NONE, clock);
        return open(storage, options, clock, handler, KnownState.NOTHING, progress);
    }

    /** Opens a journal as the others do; the handler is told only what is not known. */
    public static Journal open(
            Storage storage,
            JournalOptions options,
            InstantSource clock,
            FrameHandler handler,
            KnownState known,
            ProgressReport progress) {
        var background = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "penstock-journal-files");
            thread.setDaemon(true);
            return thread;
        });
        var began = clock.millis();
        try {
            var journal = new Journal(storage, options, handler, background, known, progress);
            journal.start();
            LOG.infof(
                    "Opened the journal %s (store %016x, incarnation %d) at frame %d in %d ms.",
                    storage.describe(journal.log.file().name),
                    journal.storeId(),
                    journal.incarnation(),
                    journal.log.durable(),
                    clock.millis() - began);
            return journal;
        } catch (IOException | RuntimeException e) {
            background.shutdown();
            closeQuietly(storage);
            if (e instanceof RuntimeException failure) {
                throw failure;
            }
            throw new JournalException.UnusableDirectory(
                    "Cannot open the journal at " + storage.describe(StoreIdentity.NAME) + " (" + e
                            + "). Check that the disk is writable, healthy and not full.",
                    e);
        }
    }

    /** A store that was never opened has no files yet; any other has lost them. */
    private JournalFile firstFile(StoreIdentity before) {
        if (before.incarnation() > 0) {
            throw new JournalException.Corrupted(
                    "There is no journal file beside " + storage.describe(StoreIdentity.NAME)
                            + ", though this store was opened " + before.incarnation()
                            + " times. Put the files back, or restore"
                            + " the directory from a backup.");
        }
        return provider.make(1);
    }

    private void start() {
        space.check();
        background.scheduleWithFixedDelay(this::look, SPACE_CHECK_MILLIS, SPACE_CHECK_MILLIS, TimeUnit.MILLISECONDS);
        provider.prepareAfter(log.file());
        commit.start();
    }

    private void look() {
        space.check();
        provider.retry();
    }

    public static void closeQuietly(Storage storage) {
        try {
            storage.close();
        } catch (IOException e) {
            LOG.warnf(e, "Cannot give up the directory of %s.", storage.describe(StoreIdentity.NAME));
        }
    }

    /** The id that was made with the directory, and identifies it among all others. It is never zero. */
    public long storeId() {
        return identity.storeId();
    }

    /** The number of times that this directory was opened, this time included. */
    public int incarnation() {
        return identity.incarnation();
    }

    /**
     * Queues an append; appends of one thread are written in order. Waits while too much is queued already. Failures,
     * {@link JournalException.NotOpen} and {@link JournalException.StorageFull} among them, are told to the append;
     * only {@link JournalException.TooLarge} is thrown.
     */
    public void append(Append append) {
        if (check.passes(append, commit.stall())) {
            commit.submit(append);
        }
    }

    /**
     * Queues an append as {@link #append} does, but never waits: while too much is queued already it returns false, and
     * the append is as if it had not been handed over.
     */
    public boolean tryAppend(Append append) {
        return !check.passes(append, commit.stall()) || commit.trySubmit(append);
    }

    /**
     * Queues an append as {@link #append} does; if nobody is writing and nothing else waits, the calling thread writes
     * before it returns, and the append has completed. For a thread that has nothing better to do than to hear of that.
     */
    public void appendHere(Append append) {
        if (check.passes(append, commit.stall())) {
            commit.submitHere(append);
        }
    }

    /**
     * Queues an append as {@link #append} does, and waits until it completed, whatever interrupts it. If nobody is
     * writing, the calling thread writes.
     */
    public void appendAndWait(Append append) {
        if (check.passes(append, commit.stall())) {
            commit.submitAndWait(append);
        }
    }

    /**
     * The batch that holds an offset, or null if the offset is the partition's end offset.
     *
     * @throws IllegalArgumentException if the offset is outside the partition
     * @throws JournalException.Corrupted if the batch is not what was written
     * @throws JournalException.NotOpen if the journal is closed
     */
    public RecordBatch read(int partition, long offset) {
        return whileOpen(() -> records.read(partition, offset));
    }

    /** Gives what its files hold, for whoever sees to it that the journal is open. */
    public YoungRecords records() {
        return records;
    }

    private <T> T whileOpen(Supplier<T> read) {
        try {
            requireOpen();
            return read.get();
        } catch (JournalException e) {
            // Closing ends reads that are on their way; that is no defect of the disk.
            requireOpen();
            throw e;
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new JournalException.NotOpen("The journal is closed.", null);
        }
    }

    /** The oldest offset that can be read; 0 for a partition that nothing was written to. */
    public long startOffset(int partition) {
        return records.startOffset(partition);
    }

    /** The offset that the next record will get, as far as told to the handler. */
    public long endOffset(int partition) {
        return records.endOffset(partition);
    }

    /**
     * Gives up every file whose frames are all below a sequence and forced: its records can no longer be read, and it
     * is overwritten in time. Offsets go on where they were.
     *
     * @throws JournalException if a file cannot be given up; then no later one is until the next start, for the files
     *     that are left must have no gap
     */
    public synchronized void release(long sequence) {
        requireOpen();
        release.release(sequence);
    }

    /**
     * Keeps every file with frames after one of them from being given up, so that they can be copied. There is one hold
     * at a time.
     *
     * @param sequence whose frame, and those before it, are not needed
     * @param last the last frame that is copied: it is written
     */
    public synchronized JournalHold hold(long sequence, long last) {
        requireOpen();
        var held = files.all().stream()
                .filter(file -> file.lastSequence() > sequence)
                .toList();
        return new JournalHold(release, held, last);
    }

    /**
     * Those of the partitions that have no record in any file. A file that is being given up, or could not be, counts
     * until it is gone for certain.
     */
    public synchronized BitSet withoutRecords(BitSet partitions) {
        var without = new BitSet();
        if (!release.hasFailed()) {
            partitions.stream().filter(id -> startOffset(id) == endOffset(id)).forEach(without::set);
        }
        return without;
    }

    /** The next frame goes to a file of its own, whatever room there is in the one of now. */
    public void endFile() {
        log.endFile();
    }

    /** Files that nothing is written to any more and that are forced, oldest first. */
    public List<JournalFile> sealedFiles() {
        return files.all().stream()
                .filter(file -> file.lastSequence() <= log.durable())
                .toList();
    }

    /** Every frame up to this one is forced. Cheap; never blocks. */
    public long durable() {
        return log.durable();
    }

    /** Says what was done since opening. Cheap; never blocks. */
    public JournalStatistics statistics() {
        return counters.statistics(queue.queuedBytes(), sealedFiles().size());
    }

    /** Why records are refused for lack of space, or null while they are not. */
    public JournalException.StorageFull shortage() {
        return space.shortage();
    }

    /** Why nothing can be written just now, though it is tried again; null while it can. */
    public JournalException.NoFile stall() {
        return commit.stall();
    }

    /**
     * Looks whether the directory is still this process' own, and fails for good if it is not.
     *
     * @throws JournalException.UnusableDirectory if another process has opened it since
     * @throws IOException if it cannot be told now
     */
    public void requireOwner() throws IOException {
        try {
            ownership.require();
        } catch (JournalException.UnusableDirectory e) {
            commit.giveUp(e);
            throw e;
        }
    }

    /** Whether what is free now is little for whoever needs space for a while. */
    public boolean isSpaceTight() {
        space.check();
        return space.isTight();
    }

    /** Why the journal no longer writes, or null while it does. */
    public JournalException failure() {
        return commit.failure();
    }

    /**
     * Completes what is queued, forces it and unlocks the directory. Calling it again does nothing.
     *
     * @throws IllegalStateException if called by a callback of the journal
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        stopWriting();
        closed = true;
        try {
            provider.close();
            files.close();
        } catch (IOException e) {
            LOG.warnf(e, "Cannot close the journal files at %s.", storage.describe(StoreIdentity.NAME));
        } finally {
            background.shutdown();
            closeQuietly(storage);
        }
    }

    /** Completes what is queued and forces it; then takes nothing more, and can be read still. */
    public void stopWriting() {
        commit.close();
    }
}
