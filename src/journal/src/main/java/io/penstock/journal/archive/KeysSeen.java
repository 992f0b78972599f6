package io.penstock.journal.archive;

import io.penstock.journal.storage.Storage;

import java.io.IOException;
import java.util.TreeMap;

/**
 * Remembers when compaction found the records of a partition to be the newest of their keys. A record's timestamp does
 * not tell that, because its sender sets it. It is kept in a {@link KeysSeenFile file} over restarts. It is for one
 * thread.
 */
final class KeysSeen {

    /**
     * The number of remembered times in the age of tombstones: finer than anybody notices, so that few have to be
     * remembered.
     */
    private static final int MAX_REMEMBERED = 1_000;

    /** The time at which all records below an offset were seen, by offset. */
    private final TreeMap<Long, Long> seen = new TreeMap<>();

    /** Whether the file has been read. */
    private boolean isRead;

    /** Takes over what was known before the last restart, when it is needed for the first time. */
    void read(Storage folder) throws IOException {
        if (!isRead) {
            seen.putAll(KeysSeenFile.read(folder));
            isRead = true;
        }
    }

    void write(Storage folder) throws IOException {
        KeysSeenFile.write(folder, seen);
    }

    /** Notes that all records below the end have been seen now, at the latest. */
    void add(long end, long nowMillis, long ageMillis) {
        var last = seen.lastEntry();
        if (last != null && last.getKey() >= end) {
            return;
        }
        if (last != null && nowMillis - last.getValue() < ageMillis / MAX_REMEMBERED) {
            seen.remove(last.getKey());
        }
        seen.put(end, nowMillis);
        // Times that are older than the age of tombstones need not be told apart.
        while (seen.size() > 1 && seen.firstEntry().getValue() <= nowMillis - ageMillis) {
            var first = seen.pollFirstEntry();
            if (seen.firstEntry().getValue() > nowMillis - ageMillis) {
                seen.put(first.getKey(), first.getValue());
                break;
            }
        }
    }

    /** The time at which a record below the last end was seen. */
    long millis(long offset) {
        return seen.higherEntry(offset).getValue();
    }
}
