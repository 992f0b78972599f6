package io.penstock.journal.log;

import io.penstock.journal.JournalException;
import io.penstock.journal.RecoveryProgress;
import io.penstock.journal.archive.Archive;
import io.penstock.journal.archive.ArchiveMarks;
import io.penstock.journal.archive.ArchiveStatistics;
import io.penstock.journal.checkpoint.Checkpoint;
import io.penstock.journal.checkpoint.Checkpoints;
import io.penstock.journal.commit.JournalStatistics;
import io.penstock.journal.file.JournalFile;
import io.penstock.journal.file.StoreIdentity;
import io.penstock.journal.frame.Append;
import io.penstock.journal.record.RecordBatch;
import io.penstock.journal.storage.DirectoryStorage;
import io.penstock.journal.storage.Storage;
import io.penstock.journal.young.Journal;
import io.penstock.journal.young.KnownState;
import io.penstock.journal.young.ProgressReport;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps the records and entries of one data directory, in a journal of what is young and an archive of what is old,
 * which are read as one. A partition can be read as soon as it exists. It is safe for use by any thread.
 */
public final class LocalLog implements Log {

    private static final Logger LOG = Logger.getLogger(LocalLog.class);

    static final String ARCHIVE = "archive";

    private final Storage storage;
    private final Journal journal;
    private final Archive archive;
    private final Aging aging;
    private final AgingThread agingThread;
    private final LogReader reader;
    private volatile boolean closed;

    private LocalLog(Storage storage, Journal journal, Archive archive, Aging aging, long roundMillis) {
        this.storage = storage;
        this.journal = journal;
        this.archive = archive;
        this.aging = aging;
        agingThread = roundMillis == 0 ? null : new AgingThread(aging, roundMillis);
        reader = new LogReader(journal.records(), archive);
    }

    /**
     * Opens a log as {@link #open(Storage, LogOptions, InstantSource, LogOwner, RecoveryProgress)} does, in a
     * directory.
     */
    public static LocalLog open(Path directory, LogOptions options, InstantSource clock, LogOwner owner) {
        return open(DirectoryStorage.open(directory), options, clock, owner);
    }

    /**
     * Opens a log as {@link #open(Storage, LogOptions, InstantSource, LogOwner, RecoveryProgress)} does, telling nobody
     * how far it has come.
     */
    public static LocalLog open(Storage storage, LogOptions options, InstantSource clock, LogOwner owner) {
        return open(storage, options, clock, owner, RecoveryProgress.NONE);
    }

    /**
     * Recovers what is in a storage, which is closed with the log, and opens it for writing. The owner's state is
     * restored and brought up to date before this returns.
     *
     * @throws JournalException.UnusableDirectory if it is read-only, locked or of a newer format
     * @throws JournalException.Corrupted if bytes below the durable point are damaged, and not those of a partition
     *     alone
     */
    public static LocalLog open(
            Storage storage, LogOptions options, InstantSource clock, LogOwner owner, RecoveryProgress progress) {
        var checkpoints = recoverState(storage, clock, owner);
        var newest = checkpoints.newest();
        var told = new ToldFrames(owner, newest == null ? 0 : newest.sequence());
        var journal = Journal.open(
                storage, options.journal(), clock, told, known(newest), new ProgressReport(progress, clock));
        try {
            var marks = newest == null ? ArchiveMarks.NONE : newest.marks();
            var archive = Archive.open(storage.folder(ARCHIVE), options.archive(), clock, marks);
            var snapshot = new StateSnapshot(owner, told, journal.records().partitions());
            var aging = new Aging(journal, archive, checkpoints.checkpoints(), owner, snapshot, options, clock);
            var log = new LocalLog(storage, journal, archive, aging, options.roundMillis());
            if (log.agingThread != null) {
                log.agingThread.start();
            }
            return log;
        } catch (IOException | RuntimeException e) {
            journal.close();
            throw unusable(storage, e);
        }
    }

    /** The newest checkpoint that is whole, told to the owner. Closes the storage if it cannot go on from there. */
    private static Checkpoints.Found recoverState(Storage storage, InstantSource clock, LogOwner owner) {
        try {
            var storeId = StoreIdentity.obtain(storage).storeId();
            var found = Checkpoints.open(storage, storeId, clock);
            if (found.newest() == null) {
                requireFirstFile(storage);
            } else {
                owner.ends(found.newest().ends());
                owner.restore(found.newest().state());
                LOG.infof(
                        "Going on from checkpoint %d, which ends with frame %d%s.",
                        found.newest().number(),
                        found.newest().sequence(),
                        found.newest().clean() ? " and was written when the log was closed" : "");
            }
            return found;
        } catch (IOException | RuntimeException e) {
            Journal.closeQuietly(storage);
            throw unusable(storage, e);
        }
    }

    private static KnownState known(Checkpoint newest) {
        return newest == null
                ? KnownState.NOTHING
                : new KnownState(newest.sequence(), newest.clean(), newest.ends(), newest.moved());
    }

    /**
     * Files are given up only once there are two checkpoints, so without any the journal must be there from the start.
     */
    private static void requireFirstFile(Storage storage) throws IOException {
        var numbers = storage.list().stream()
                .mapToLong(JournalFile::number)
                .filter(number -> number >= 0)
                .toArray();
        if (numbers.length > 0 && Arrays.stream(numbers).noneMatch(number -> number == 1)) {
            throw new JournalException.Corrupted("There is no checkpoint at "
                    + storage.describe(Checkpoints.PREFIX + "*")
                    + ", and the journal does not begin with its first file. Nothing was"
                    + " changed: put the checkpoints back, or restore the directory from a backup.");
        }
    }

    private static RuntimeException unusable(Storage storage, Exception e) {
        return e instanceof RuntimeException known
                ? known
                : new JournalException.UnusableDirectory(
                        "Cannot open the log at " + storage.describe(StoreIdentity.NAME) + " (" + e
                                + "). Check that the disk is writable, healthy and not full.",
                        e);
    }

    @Override
    public long storeId() {
        return journal.storeId();
    }

    @Override
    public int incarnation() {
        return journal.incarnation();
    }

    @Override
    public String describe() {
        return storage.describe("");
    }

    @Override
    public void append(Append append) {
        journal.append(append);
    }

    @Override
    public boolean tryAppend(Append append) {
        return journal.tryAppend(append);
    }

    @Override
    public void appendHere(Append append) {
        journal.appendHere(append);
    }

    @Override
    public void appendAndWait(Append append) {
        journal.appendAndWait(append);
    }

    @Override
    public RecordBatch read(int partition, long offset) {
        return whileOpen(() -> reader.read(partition, offset));
    }

    @Override
    public long startOffset(int partition) {
        return reader.startOffset(partition);
    }

    @Override
    public long endOffset(int partition) {
        return journal.endOffset(partition);
    }

    @Override
    public long offsetAt(int partition, long timestampMillis) {
        return whileOpen(() -> reader.offsetAt(partition, timestampMillis));
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
            throw new JournalException.NotOpen("The log is closed.", null);
        }
    }

    @Override
    public String offline(int partition) {
        return reader.offline(partition);
    }

    @Override
    public Map<Integer, String> offline() {
        return reader.offline();
    }

    @Override
    public ArchiveStatistics archiveStatistics() {
        return archive.statistics();
    }

    @Override
    public JournalStatistics statistics() {
        return journal.statistics();
    }

    @Override
    public JournalException.StorageFull shortage() {
        return journal.shortage();
    }

    @Override
    public JournalException stall() {
        return journal.stall();
    }

    @Override
    public JournalException failure() {
        return journal.failure();
    }

    @Override
    public JournalException agingFailure() {
        return aging.failure();
    }

    @Override
    public Map<Integer, String> agingProblems() {
        return aging.problems();
    }

    @Override
    public boolean isAgingContained() {
        return aging.isContained();
    }

    @Override
    public String heldUp(int partition) {
        return aging.closed(partition);
    }

    /** How many full journal files are held for such partitions at most, before {@link #heldUp} names them. */
    public static int maxHeldFiles(LogOptions options) {
        return Aging.maxHeldFiles(options.youngFiles());
    }

    @Override
    public long agingFailureMillis() {
        return aging.failingMillis();
    }

    @Override
    public BitSet forgotten(BitSet partitions) {
        var forgotten = new BitSet();
        // No record in any journal file, and nothing in the archive or in what a checkpoint says of it.
        // In the order in which records leave: what is in none of these places cannot be on its way to the next.
        var left = journal.withoutRecords(partitions);
        left.stream()
                .filter(partition -> !archive.knows(partition)
                        && !aging.isInCheckpoint(partition)
                        && reader.offline(partition) == null)
                .forEach(forgotten::set);
        return forgotten;
    }

    @Override
    public Optional<LocalLog> local() {
        return Optional.of(this);
    }

    /** The next frame begins a journal file of its own, so that the one of now can get old. Returns at once. */
    public void endFile() {
        journal.endFile();
    }

    /**
     * Moves all that lies in full journal files, however young, and gives up every file and segment that is not needed
     * after that, in the calling thread. Does not throw; {@link #agingFailure()} tells.
     */
    public void ageAll() {
        aging.all();
    }

    /**
     * One round of the background work, in the calling thread: for logs without a thread of their own for it. Does not
     * throw; {@link #agingFailure()} tells.
     */
    public void age() {
        aging.round();
    }

    /**
     * Copies the log as it is now, in the calling thread: everything that was appended before is in the copy, which
     * opens as this log would after a crash. Appends and the background work go on. Files that are copied stay until
     * they are; should space become short meanwhile, or the log be closed, they are given up, and this fails.
     *
     * @throws JournalException if the log cannot be copied, or is being copied already; there is no trace of it then
     * @throws IOException if a file cannot be read, or the target does not take it
     */
    public LogCopy copy(CopyTarget target) throws IOException {
        requireOpen();
        try (var hold = aging.hold(storage)) {
            return new LogCopier(storage, journal, archive, hold, target).run();
        }
    }

    /**
     * Completes what is queued, writes a last checkpoint, and unlocks the directory. The owner is asked for its state
     * once more, after everything was told. Calling it again does nothing.
     *
     * @throws IllegalStateException if called by a callback of the log
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        aging.stop();
        if (agingThread != null) {
            agingThread.close();
        }
        journal.stopWriting();
        if (journal.failure() == null) {
            checkpointAtEnd();
        }
        closed = true;
        try {
            archive.close();
        } catch (RuntimeException e) {
            LOG.warn("Cannot close the archive's files.", e);
        } finally {
            journal.close();
        }
    }

    private void checkpointAtEnd() {
        try {
            aging.checkpointAtEnd();
        } catch (IOException | RuntimeException e) {
            LOG.warn("No checkpoint was written at the end. Nothing is lost: the next start takes longer.", e);
        }
    }
}
