package io.penstock.journal;

import io.penstock.journal.storage.LogDirectory;
import io.penstock.journal.storage.Storage;
import io.penstock.journal.storage.StorageFile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks into the log of a directory that no server has open, and never changes anything in it. While this is open, no
 * server can open the directory. For one thread.
 */
public final class LogInspector implements AutoCloseable {

    private final Storage storage;
    private final List<String> names;

    /** Journal files that were read so far. */
    private final List<JournalFile> files = new ArrayList<>();

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

    /** As {@link #open(Path)}, in a storage that is closed with it. */
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
        var reading = StoreIdentity.NAME;
        try {
            closeFiles();
            var identity = identity(tally);
            var expected = -1L;
            for (var name : names) {
                reading = name;
                var number = JournalFile.number(name);
                if (expected >= 0) {
                    missing(tally, expected, number);
                }
                expected = number + 1;
                identity = add(name, identity, tally);
            }
            if (files.isEmpty()) {
                // A store that was never opened has no files yet.
                if (identity.incarnation() > 0 && names.isEmpty()) {
                    tally.damage(JournalFile.name(1), 0, 0, "there is no journal file at all");
                }
            } else {
                new LogWalk(files, identity.incarnation(), tally, new LogSections(tally, visitor)).run();
            }
            return tally.report(identity.storeId());
        } catch (IOException e) {
            throw unreadable(storage, reading, e);
        }
    }

    private static void missing(LogTally tally, long expected, long number) {
        if (number > expected) {
            tally.damage(
                    JournalFile.name(expected),
                    0,
                    0,
                    number == expected + 1 ? "the file is missing" : (number - expected) + " files are missing");
        }
    }

    /** What the directory says that it is; where it does not, the files are asked, and nothing is too new. */
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
        return new StoreIdentity(0, Integer.MAX_VALUE);
    }

    private StoreIdentity add(String name, StoreIdentity identity, LogTally tally) throws IOException {
        var content = storage.open(name);
        try {
            var number = JournalFile.number(name);
            var size = (int) Math.min(content.size(), Integer.MAX_VALUE);
            var header = header(name, content);
            if (header == null) {
                tally.damage(name, 0, Math.min(size, FileHeader.BYTES), "the header of the file is damaged");
                header = new FileHeader(size, identity.storeId(), number);
            }
            var known =
                    identity.storeId() == 0 ? new StoreIdentity(header.storeId(), identity.incarnation()) : identity;
            if (header.storeId() != known.storeId() || header.number() != number) {
                tally.damage(
                        name,
                        0,
                        size,
                        "it says that it is file " + header.number() + " of store " + Long.toHexString(header.storeId())
                                + "; it was not looked into");
                content.close();
                return known;
            }
            if (size < header.fileBytes()) {
                tally.damage(
                        name,
                        size,
                        header.fileBytes(),
                        "the file was cut short: files are written in full before they are used");
            }
            files.add(new JournalFile(
                    new FileHeader(Math.min(size, header.fileBytes()), header.storeId(), number), content));
            tally.file();
            return known;
        } catch (IOException | RuntimeException e) {
            content.close();
            throw e;
        }
    }

    private FileHeader header(String name, StorageFile content) throws IOException {
        var block = ByteBuffer.allocate(FileHeader.BYTES);
        content.readFully(block, 0);
        try {
            return FileHeader.decode(block.flip(), storage.describe(name));
        } catch (JournalException.Corrupted e) {
            return null;
        }
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
    }

    /** Lets servers have the directory again. */
    @Override
    public void close() {
        try (storage) {
            closeFiles();
        } catch (IOException e) {
            throw new JournalException("Cannot close the log at " + storage.describe(StoreIdentity.NAME) + ".", e);
        }
    }
}
