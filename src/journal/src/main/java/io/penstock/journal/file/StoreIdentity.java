package io.penstock.journal.file;

import io.penstock.journal.JournalException;
import io.penstock.journal.storage.Storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/**
 * Identifies the store that a directory is, and counts how often it was opened, in the file {@code penstock.meta}.
 * Numbers are big-endian.
 *
 * <pre>
 *  0  int64   magic: "PSTKMETA"
 *  8  int32   format of the directory: 1
 * 12  int32   incarnation: one more at each opening
 * 16  int64   id of the store: random, never 0
 * 24  uint32  CRC-32C of 0 to 24
 * </pre>
 */
public record StoreIdentity(long storeId, int incarnation) {

    public static final String NAME = "penstock.meta";
    static final int FORMAT = 1;

    /** A new version on its way; what is left of one is written over. */
    private static final String NEW_NAME = NAME + ".new";

    private static final int BYTES = 28;
    private static final int CRC = 24;
    private static final long MAGIC = 0x5053544B4D455441L;

    /** The identity of a new store, not yet opened. */
    static StoreIdentity random(RandomGenerator random) {
        long id;
        do {
            id = random.nextLong();
        } while (id == 0);
        return new StoreIdentity(id, 0);
    }

    /** The identity of the store in a storage; made if there is nothing yet. */
    public static StoreIdentity obtain(Storage storage) throws IOException {
        var names = storage.list();
        if (names.contains(NAME)) {
            return read(storage);
        }
        if (names.stream().anyMatch(name -> JournalFile.number(name) >= 0)) {
            throw new JournalException.Corrupted(storage.describe(NAME) + " is missing, though there are"
                    + " journal files. Nothing was changed: put it back, or have 'penstock log repair --apply' write it"
                    + " anew, as the journal files have it.");
        }
        var identity = random(new SecureRandom());
        identity.write(storage);
        return identity;
    }

    public StoreIdentity next() {
        if (incarnation == Integer.MAX_VALUE) {
            throw new JournalException("This store was opened " + incarnation + " times, which is as often as its"
                    + " format can count. Copy its content to a new one.");
        }
        return new StoreIdentity(storeId, incarnation + 1);
    }

    /** Makes it survive, in one step. */
    public void write(Storage storage) throws IOException {
        if (storage.list().contains(NEW_NAME)) {
            storage.delete(NEW_NAME);
        }
        try (var file = storage.create(NEW_NAME)) {
            var buffer = ByteBuffer.allocate(BYTES);
            buffer.putLong(MAGIC).putInt(FORMAT).putInt(incarnation).putLong(storeId);
            buffer.putInt(checksum(buffer)).flip();
            file.write(buffer, 0);
            file.force();
        }
        storage.rename(NEW_NAME, NAME);
        storage.forceDirectory();
    }

    public static StoreIdentity read(Storage storage) throws IOException {
        var buffer = ByteBuffer.allocate(BYTES);
        try (var file = storage.open(NAME)) {
            file.readFully(buffer, 0);
        }
        var name = storage.describe(NAME);
        if (buffer.flip().remaining() < BYTES || buffer.getLong(0) != MAGIC) {
            throw damaged(name);
        }
        if (buffer.getInt(8) != FORMAT) {
            throw new JournalException.UnusableDirectory(
                    name + " says that this directory is of format " + buffer.getInt(8)
                            + ", and this version reads format " + FORMAT
                            + ". Start the version that wrote it, or choose another directory.",
                    null);
        }
        var identity = new StoreIdentity(buffer.getLong(16), buffer.getInt(12));
        if (buffer.getInt(CRC) != checksum(buffer) || identity.storeId == 0 || identity.incarnation < 0) {
            throw damaged(name);
        }
        return identity;
    }

    private static JournalException.Corrupted damaged(String name) {
        return new JournalException.Corrupted(name + " (position 0) is damaged. Nothing was changed: have"
                + " 'penstock log repair --apply' write it anew, as the journal files have it, or restore the directory"
                + " from a backup.");
    }

    private static int checksum(ByteBuffer buffer) {
        var crc = new CRC32C();
        crc.update(buffer.duplicate().limit(CRC).position(0));
        return (int) crc.getValue();
    }
}
