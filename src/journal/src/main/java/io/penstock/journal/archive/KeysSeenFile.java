package io.penstock.journal.archive;

import io.penstock.journal.storage.Storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Keeps beside the segments of a partition when compaction found its records to be the newest of their keys, so that
 * tombstones do not begin anew with each start. Numbers are big-endian.
 *
 * <pre>
 *  0  int32   magic: "PKS", and the format, 1
 *  4  int32   how many times follow
 *  8  for each, ascending: int64 the offset below which all was found, int64 the time, milliseconds since the epoch
 *     uint32  CRC-32C of everything before
 * </pre>
 *
 * <p>Without the file, or with one that is damaged, all is found anew: tombstones stay longer, and nothing is lost.
 */
final class KeysSeenFile {

    /** Hidden, so that whoever looks for segments passes over it. */
    static final String NAME = ".keys-seen";

    private static final String WRITING = NAME + ".new";
    private static final int MAGIC = 'P' << 24 | 'K' << 16 | 'S' << 8 | 1;
    private static final int HEADER_BYTES = 8;
    private static final int TIME_BYTES = 16;

    /** No such file is larger: about a thousand times are remembered. */
    private static final int MAX_BYTES = 1 << 20;

    private KeysSeenFile() {}

    static SortedMap<Long, Long> read(Storage folder) throws IOException {
        if (!folder.list().contains(NAME)) {
            return new TreeMap<>();
        }
        try (var file = folder.open(NAME)) {
            var bytes = ByteBuffer.allocate((int) Math.min(file.size(), MAX_BYTES));
            file.readFully(bytes, 0);
            return decode(bytes.flip());
        }
    }

    private static SortedMap<Long, Long> decode(ByteBuffer bytes) {
        var seen = new TreeMap<Long, Long>();
        var end = bytes.limit() - Integer.BYTES;
        if (end < HEADER_BYTES || bytes.getInt(0) != MAGIC || bytes.getInt(end) != crc(bytes, end)) {
            return seen;
        }
        for (var at = HEADER_BYTES; at + TIME_BYTES <= end; at += TIME_BYTES) {
            seen.put(bytes.getLong(at), bytes.getLong(at + Long.BYTES));
        }
        return seen;
    }

    /** Writes it in one step: cut short, the one before is still whole. */
    static void write(Storage folder, Map<Long, Long> seen) throws IOException {
        var bytes = ByteBuffer.allocate(HEADER_BYTES + seen.size() * TIME_BYTES + Integer.BYTES);
        bytes.putInt(MAGIC).putInt(seen.size());
        seen.forEach((offset, millis) -> bytes.putLong(offset).putLong(millis));
        bytes.putInt(crc(bytes, bytes.position()));
        delete(folder, WRITING);
        try (var file = folder.create(WRITING)) {
            file.write(bytes.flip(), 0);
            file.force();
        }
        folder.rename(WRITING, NAME);
        folder.forceDirectory();
    }

    static boolean isName(String name) {
        return name.equals(NAME) || name.equals(WRITING);
    }

    /** Takes it away from a folder in which nothing else is left. */
    static void delete(Storage folder) throws IOException {
        delete(folder, NAME);
        delete(folder, WRITING);
    }

    private static void delete(Storage folder, String name) throws IOException {
        if (folder.list().contains(name)) {
            folder.delete(name);
        }
    }

    private static int crc(ByteBuffer bytes, int end) {
        var crc = new CRC32C();
        crc.update(bytes.duplicate().position(0).limit(end));
        return (int) crc.getValue();
    }
}
