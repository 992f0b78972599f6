package io.penstock.journal.offline;

import io.penstock.journal.JournalException;
import io.penstock.journal.checkpoint.Checkpoint;
import io.penstock.journal.checkpoint.Checkpoints;
import io.penstock.journal.file.FileHeader;
import io.penstock.journal.file.JournalFile;
import io.penstock.journal.file.StoreIdentity;
import io.penstock.journal.record.LogVisitor;
import io.penstock.journal.storage.LogDirectory;
import io.penstock.journal.storage.Storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Inspects the log of a directory that no server has open, and never changes anything in it. While it is open, no
 * server can open the directory. It is for one thread.
 */
public final class LogInspector implements AutoCloseable {

    private static final String ARCHIVE = "archive";

    /** More are not deleted by mistake: then a file has the name of another store's. */
    private static final int MAX_MISSING_FILES = 1_000;

    private final Storage storage;
    private final List<String> names;

    /** Journal files that were read so far. */
    private final List<JournalFile> files = new ArrayList<>();

    /** The journal files whose headers are damaged. */
    private final List<JournalFile> headless = new ArrayList<>();

    /** The newest checkpoint; null if there is none that is whole. */
    private Checkpoint newest;

    /** The journal files that have fewer bytes than they should have. */
    private final List<JournalFile> shortened = new ArrayList<>();

    /** Names of those that were not read, since they are of another store or number. */
    private final List<String> foreign = new ArrayList<>();

    private long storeId;

    private boolean identityLost;

    private final JournalHeaders headers = new JournalHeaders();

    /** The walk through the journal; null if there was none. */
    private LogWalk walked;

    private LogInspector(Storage storage, List<String> names) {
        this.storage = storage;
        this.names = names;
    }

    /**
     * Locks the directory.
     *
     * @throws JournalException.UnusableDirectory if it is missing, not a store, or in use by a server
     */
    public static LogInspector open(Path directory) {
        return open(LogDirectory.open(directory));
    }

    /** Looks into a log as {@link #open(Path)} does, in a storage that is closed with it. */
    static LogInspector open(Storage storage) {
        try {
            var all = storage.list();
            var journals = all.stream()
                    .filter(name -> JournalFile.number(name) >= 0)
                    .sorted()
                    .toList();
            if (journals.isEmpty() && !all.contains(StoreIdentity.NAME)) {
                throw new JournalException.UnusableDirectory(
                        "There is neither " + storage.describe(StoreIdentity.NAME) + " nor any journal file beside it:"
                                + " this is not the data directory of a Penstock server.",
                        null);
            }
            return new LogInspector(storage, journals);
        } catch (IOException e) {
            closeQuietly(storage, e);
            throw unreadable(storage, StoreIdentity.NAME, e);
        } catch (RuntimeException e) {
            closeQuietly(storage, e);
            throw e;
        }
    }

    /**
     * Goes through the whole log, unless the visitor ends it, and checks everything on the way.
     *
     * @throws JournalException.UnusableDirectory if a file is of another format or cannot be read
     */
    public LogReport walk(LogVisitor visitor) {
        var tally = new LogTally(visitor);
        return walk(visitor, tally, LogBreaks.IGNORED);
    }

    /** Walks as {@link #walk(LogVisitor)} does; what was counted is in the tally. */
    LogReport walk(LogVisitor visitor, LogTally tally, LogBreaks breaks) {
        var reading = StoreIdentity.NAME;
        try {
            closeFiles();
            for (var name : names) {
                reading = name;
                headers.read(storage, name);
            }
            reading = StoreIdentity.NAME;
            var identity = identity(tally);
            newest = new CheckpointInspector(storage, tally).newest(identity.storeId());
            if (newest != null) {
                visitor.state(newest.sequence(), newest.state());
            }
            var expected = -1L;
            for (var name : names) {
                reading = name;
                var number = JournalFile.number(name);
                if (expected >= 0) {
                    missing(tally, identity, expected, number);
                }
                expected = number + 1;
                add(name, identity, tally);
            }
            if (files.isEmpty()) {
                // A store that was never opened has no files yet.
                if (identity.incarnation() > 0 && names.isEmpty()) {
                    tally.damage(JournalFile.name(1), 0, 0, "there is no journal file at all");
                }
            } else {
                var starts = JournalStarts.of(files.get(0));
                firstMissing(tally, identity, starts);
                reading = ARCHIVE;
                var old = new ArchivedRecords(newest, starts, tally, visitor);
                if (newest != null && !newest.marks().partitions().isEmpty()
                        || storage.folders().contains(ARCHIVE)) {
                    old.walk(storage.folder(ARCHIVE));
                }
                if (!old.stopped()) {
                    journal(identity.incarnation(), tally, new LogSections(tally, visitor), breaks);
                }
            }
            storeId = identity.storeId();
            return tally.report(storeId);
        } catch (IOException e) {
            throw unreadable(storage, reading, e);
        }
    }

    private void journal(int incarnation, LogTally tally, LogSections sections, LogBreaks breaks) throws IOException {
        var known = newest == null ? 0 : newest.sequence();
        walked = new LogWalk(files, incarnation, known, tally, sections, breaks);
        walked.run();
        var first = files.get(0);
        if (MissingFile.is(first)) {
            return;
        }
        if (newest == null && first.number > 1) {
            tally.damage(
                    Checkpoints.PREFIX + "*",
                    0,
                    0,
                    "there is no checkpoint that is whole, and the journal does not begin with its first file but with "
                            + first.name + ": the checkpoint is missing, or files before that one are");
        } else if (tally.firstSequence() > known + 1 && first.number > 1) {
            tally.damage(
                    first.name,
                    FileHeader.BYTES,
                    FileHeader.BYTES,
                    "the journal begins with frame " + tally.firstSequence()
                            + ", and the newest checkpoint ends with frame " + known);
        }
    }

    private void missing(LogTally tally, StoreIdentity identity, long expected, long number) {
        if (number - expected > MAX_MISSING_FILES) {
            tally.damage(JournalFile.name(expected), 0, 0, (number - expected) + " files are missing");
            return;
        }
        for (var each = expected; each < number; each++) {
            tally.damage(JournalFile.name(each), 0, 0, MissingFile.PROBLEM);
            files.add(missing(identity, each));
        }
    }

    /** A file that is not there, as large as the others. */
    private JournalFile missing(StoreIdentity identity, long number) {
        return new JournalFile(new FileHeader(headers.bytes(0), identity.storeId(), number), new MissingFile());
    }

    /** The oldest file must go on where the archive ends: a journal gives up nothing else. */
    private void firstMissing(LogTally tally, StoreIdentity identity, JournalStarts starts) {
        var first = files.get(0).number;
        var isLate = newest != null && starts.firstSequence() > newest.moved() + 1;
        if (isLate && first > 1 && !starts.isRepaired()) {
            tally.damage(
                    JournalFile.name(first - 1),
                    0,
                    0,
                    MissingFile.PROBLEM + ": the oldest one that is there begins with frame "
                            + starts.firstSequence()
                            + ", and the archive has what frames up to " + newest.moved() + " held");
            files.add(0, missing(identity, first - 1));
        }
    }

    /**
     * Finds out what the directory says that it is; where it does not, the files are asked, and nothing is too new.
     */
    private StoreIdentity identity(LogTally tally) throws IOException {
        var problem = "the file is missing";
        var bytes = 0L;
        if (storage.list().contains(StoreIdentity.NAME)) {
            try {
                return StoreIdentity.read(storage);
            } catch (JournalException.Corrupted e) {
                problem = "the file is damaged";
            }
            try (var content = storage.open(StoreIdentity.NAME)) {
                bytes = content.size();
            }
        }
        tally.damage(StoreIdentity.NAME, 0, bytes, problem);
        identityLost = true;
        return new StoreIdentity(headers.storeId(), Integer.MAX_VALUE);
    }

    private void add(String name, StoreIdentity identity, LogTally tally) throws IOException {
        var content = storage.open(name);
        try {
            if (!content.claim(true)) {
                throw new JournalException.UnusableDirectory(
                        storage.describe(name)
                                + " is in use by a running server, though the directory is not locked: its"
                                + " .lock was deleted. Stop the server first.",
                        null);
            }
            var number = JournalFile.number(name);
            var size = content.size();
            var header = headers.of(name);
            var hasHeader = header != null;
            if (!hasHeader) {
                tally.damage(name, 0, FileHeader.BYTES, "the header of the file is damaged");
                header = new FileHeader(headers.bytes(size), identity.storeId(), number);
            }
            if (header.storeId() != identity.storeId() || header.number() != number) {
                tally.damage(
                        name,
                        0,
                        size,
                        "it says that it is file " + header.number() + " of store "
                                + HexFormat.of().toHexDigits(header.storeId()) + "; it was not looked into");
                foreign.add(name);
                content.close();
                return;
            }
            var file = new JournalFile(header, content);
            files.add(file);
            if (!hasHeader) {
                headless.add(file);
            }
            if (size < header.fileBytes()) {
                tally.damage(
                        name,
                        size,
                        header.fileBytes(),
                        "the file was cut short: files are written in full before they are used");
                shortened.add(file);
            }
            tally.file();
        } catch (IOException | RuntimeException e) {
            content.close();
            throw e;
        }
    }

    /** The journal files that were walked, by number; open. */
    List<JournalFile> files() {
        return files;
    }

    /** Those of the files that are not there. */
    List<JournalFile> missing() {
        return files.stream().filter(MissingFile::is).toList();
    }

    List<JournalFile> headless() {
        return headless;
    }

    /** Files that are to be brought to their full size. */
    List<JournalFile> shortened() {
        return shortened;
    }

    List<String> foreign() {
        return foreign;
    }

    /** Whether nothing but journal files tells which store it is, and how often it was opened. */
    boolean identityLost() {
        return identityLost;
    }

    /** The identity of the store that journal files and checkpoint tell; its id is 0 if they do not tell it. */
    StoreIdentity rebuiltIdentity() throws IOException {
        var highest = walked == null ? 0 : walked.highestIncarnation();
        return new StoreIdentity(storeId, Math.max(highest, newest == null ? 0 : newest.incarnation()));
    }

    /** The store's id as of the last walk; 0 if it is not known. */
    long storeId() {
        return storeId;
    }

    Checkpoint newest() {
        return newest;
    }

    LogWalk walked() {
        return walked;
    }

    private static JournalException unreadable(Storage storage, String name, IOException e) {
        return new JournalException.UnusableDirectory(
                "Cannot read " + storage.describe(name) + " (" + e + "). Check the disk and the rights of this user.",
                e);
    }

    private static void closeQuietly(Storage storage, Exception failure) {
        try {
            storage.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private void closeFiles() throws IOException {
        for (var file : files) {
            file.content.close();
        }
        files.clear();
        headless.clear();
        shortened.clear();
        foreign.clear();
        identityLost = false;
    }

    /** Releases the lock, so that servers can open the directory again. */
    @Override
    public void close() {
        try (storage) {
            closeFiles();
        } catch (IOException e) {
            throw new JournalException("Cannot close the log at " + storage.describe(StoreIdentity.NAME) + ".", e);
        }
    }
}
