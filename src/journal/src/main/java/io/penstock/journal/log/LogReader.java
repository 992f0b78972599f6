package io.penstock.journal.log;

import io.penstock.journal.JournalException;
import io.penstock.journal.archive.Archive;
import io.penstock.journal.record.RecordBatch;
import io.penstock.journal.young.YoungRecords;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Reads a partition across the border of archive and journal, which moves meanwhile. The journal may give up what was
 * moved between a look at one and a look at the other; then it looks again.
 */
final class LogReader {

    /** Files are given up seconds apart, so a second look finds everything in its place; many never end badly. */
    private static final int MAX_LOOKS = 1_000;

    private final YoungRecords young;
    private final Archive archive;

    /** Partitions with damage in the journal, and what it is. */
    private final Map<Integer, String> damaged = new ConcurrentHashMap<>();

    LogReader(YoungRecords young, Archive archive) {
        this.young = young;
        this.archive = archive;
    }

    /** Reads as {@link Log#read} does. */
    RecordBatch read(int partition, long offset) {
        requireOnline(partition);
        for (var look = 0; look < MAX_LOOKS; look++) {
            var end = young.endOffset(partition);
            if (offset < 0 || offset > end) {
                throw new IllegalArgumentException("Partition " + partition + " has no offset " + offset + ": it holds "
                        + startOffset(partition) + " to " + end + ", exclusive.");
            }
            var start = young.startOffset(partition);
            var batch = offset < start ? archive.read(partition, offset) : null;
            if (batch == null && young.startOffset(partition) == start) {
                var from = young.skipHole(partition, Math.max(offset, start));
                if (from >= end) {
                    return null;
                }
                batch = online(partition, () -> young.find(partition, from));
            }
            if (batch != null) {
                return batch;
            }
        }
        throw moving(partition);
    }

    /** Searches as {@link Log#offsetAt} does. */
    long offsetAt(int partition, long timestampMillis) {
        requireOnline(partition);
        for (var look = 0; look < MAX_LOOKS; look++) {
            var end = young.endOffset(partition);
            var start = young.startOffset(partition);
            var old = archive.offsetAt(partition, timestampMillis);
            if (old >= 0 && old < start) {
                return old;
            }
            var recent = online(partition, () -> young.offsetAt(partition, timestampMillis));
            if (young.startOffset(partition) == start) {
                var known = recent < 0 ? end : recent;
                return old < 0 ? known : Math.min(old, known);
            }
        }
        throw moving(partition);
    }

    /** Finds the start as {@link Log#startOffset} does. */
    long startOffset(int partition) {
        // The journal first: what leaves it is in the archive by then.
        var recent = young.startOffset(partition);
        return archive.hasRecords(partition) ? Math.min(recent, archive.startOffset(partition)) : recent;
    }

    private <T> T online(int partition, Supplier<T> read) {
        try {
            return read.get();
        } catch (JournalException.Corrupted e) {
            damaged.putIfAbsent(partition, e.getMessage());
            throw new JournalException.PartitionOffline(partition, e.getMessage());
        }
    }

    private void requireOnline(int partition) {
        var reason = offline(partition);
        if (reason != null) {
            throw new JournalException.PartitionOffline(partition, reason);
        }
    }

    private static JournalException moving(int partition) {
        return new JournalException("Partition " + partition + " could not be read, because its files were given up"
                + " faster than they could be looked at. Try again; if it fails again, report this as a defect.");
    }

    /** Says why a partition is not read any more; null if it is. */
    String offline(int partition) {
        // Young records of a partition may be intact, but a reader would not notice that older ones are missing.
        var reason = archive.offline(partition);
        return reason != null || damaged.isEmpty() ? reason : damaged.get(partition);
    }

    /** Partitions that are not read any more, and why. */
    Map<Integer, String> offline() {
        var offline = new TreeMap<>(archive.offline());
        offline.putAll(damaged);
        return offline;
    }
}
