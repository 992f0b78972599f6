package io.penstock.journal.file;

import io.penstock.journal.JournalException;
import io.penstock.journal.storage.Storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Keeps the journal files in use, by number, without a gap. Safe for use by any thread. */
public final class JournalFiles {

    private final ConcurrentNavigableMap<Long, JournalFile> byNumber = new ConcurrentSkipListMap<>();

    public void add(JournalFile file) {
        byNumber.put(file.number, file);
    }

    /** The file of that number, or null if it is not in use any more. */
    public JournalFile get(long number) {
        return byNumber.get(number);
    }

    public void remove(JournalFile file) {
        byNumber.remove(file.number);
    }

    /** All files, oldest first. */
    public List<JournalFile> all() {
        return new ArrayList<>(byNumber.values());
    }

    /** Opens every journal file of a directory; takes in its spares and clears away what was never finished. */
    public static JournalFiles load(Storage storage, long storeId, FileProvider provider, int fileBytes)
            throws IOException {
        var files = new JournalFiles();
        try {
            for (var name : storage.list()) {
                if (JournalFile.number(name) >= 0) {
                    files.add(open(storage, name, storeId));
                } else if (name.endsWith(FileProvider.PREPARING_SUFFIX)) {
                    storage.delete(name);
                } else if (name.endsWith(FileProvider.SPARE_SUFFIX)) {
                    loadSpare(storage, name, provider, fileBytes);
                }
            }
            requireNoGap(storage, files);
            return files;
        } catch (IOException | RuntimeException e) {
            files.close();
            throw e;
        }
    }

    private static JournalFile open(Storage storage, String name, long storeId) throws IOException {
        var content = storage.open(name);
        try {
            var block = ByteBuffer.allocate(FileHeader.BYTES);
            content.readFully(block, 0);
            if (!content.claim(false)) {
                throw new JournalException.UnusableDirectory(
                        storage.describe(name) + " is in use by another process or journal, though the directory is not"
                                + " locked: its .lock was deleted. Stop that process first.",
                        null);
            }
            var header = FileHeader.decode(block.flip(), storage.describe(name));
            if (header.storeId() != storeId || header.number() != JournalFile.number(name)) {
                throw new JournalException.Corrupted(storage.describe(name) + " says that it is file " + header.number()
                        + " of store " + HexFormat.of().toHexDigits(header.storeId()) + ", and this is store "
                        + HexFormat.of().toHexDigits(storeId)
                        + ". Nothing was changed: take the foreign file out of here and put"
                        + " back what belongs here.");
            }
            return new JournalFile(header, content);
        } catch (IOException | RuntimeException e) {
            content.close();
            throw e;
        }
    }

    private static void loadSpare(Storage storage, String name, FileProvider provider, int fileBytes)
            throws IOException {
        long size;
        try (var content = storage.open(name)) {
            size = content.size();
        }
        if (size == fileBytes) {
            provider.addSpare(name);
        } else {
            storage.delete(name);
        }
    }

    private static void requireNoGap(Storage storage, JournalFiles files) {
        var expected = -1L;
        for (var file : files.all()) {
            if (expected >= 0 && file.number != expected) {
                throw new JournalException.Corrupted("The journal file " + storage.describe(JournalFile.name(expected))
                        + " is missing, though later ones exist. Nothing was changed: put it back, restore the"
                        + " directory from a backup, or give up what was in it (penstock log repair --cut).");
            }
            expected = file.number + 1;
        }
    }

    public void close() throws IOException {
        for (var file : byNumber.values()) {
            file.content.close();
        }
    }
}
