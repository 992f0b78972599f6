package io.penstock.journal.archive;

import io.penstock.journal.JournalException;
import io.penstock.journal.record.RecordBatch;
import io.penstock.journal.storage.NotOpened;
import io.penstock.journal.storage.Storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the part of the log that is not in the journal any more, as segments per partition. Whatever changes it is for
 * one thread at a time; what reads is for any. Nothing counts as moved before {@link #force}, and nothing that a
 * checkpoint may need is deleted before {@link #floor} says so.
 *
 * <p>A partition that is offline is not read, expired or compacted, but takes records like any other: they wait for it
 * to be mended where they are safe, and not in the journal, which cannot grow without end.
 *
 * <p>A method that changes a partition throws {@link JournalException.PartitionOffline} if it cannot do so because the
 * partition is offline or is found damaged, and {@link JournalException} if the storage fails. After a failed force or
 * renaming nothing can be changed any more, since it is not known what reached the disk; after a failed write the call
 * may be repeated.
 */
public final class Archive implements AutoCloseable {

    private final Storage storage;
    private final OpenSegments openSegments;
    private final ArchiveReader reader;
    private final ArchiveWriter writer;
    private final RemovedSegments removed;
    private final Removal removal;
    private final Expiry expiry;
    private final SegmentRewriter rewriter;
    private final SettledCompaction settledCompaction;
    private final KeyCompaction keyCompaction;
    private final Map<Integer, ArchivePartition> partitions = new ConcurrentHashMap<>();

    /** Why a partition is not served, by its id; this is mostly empty, and is asked for each message. */
    private final Map<Integer, String> offline;

    /** Why something of a partition could not be written at the last force, by its id. */
    private final Map<Integer, String> unwritten = new ConcurrentHashMap<>();

    private volatile Exception failure;
    private volatile boolean closed;

    @FunctionalInterface
    private interface Change {
        void run() throws IOException;
    }

    private Archive(
            Storage storage,
            ArchiveOptions options,
            InstantSource clock,
            RemovedSegments removed,
            Map<Integer, String> offline,
            List<ArchivePartition> found) {
        this.storage = storage;
        this.offline = offline;
        this.removed = removed;
        openSegments = new OpenSegments(options.maxOpenFiles());
        reader = new ArchiveReader(openSegments, options.maxReadAheads());
        writer = new ArchiveWriter(options, openSegments);
        removal = new Removal(openSegments, reader, removed);
        expiry = new Expiry(clock, reader, writer, removed, removal);
        rewriter = new SegmentRewriter(options.maxBatchBytes(), openSegments, removal);
        settledCompaction = new SettledCompaction(options, openSegments, writer, removed, rewriter);
        keyCompaction = new KeyCompaction(options, clock, openSegments, removed, rewriter);
        found.forEach(partition -> partitions.put(partition.id, partition));
    }

    /**
     * Makes the folder what the marks say. Whatever lies beyond them is deleted: it must still be in the journal. A
     * partition whose marked bytes are missing or damaged is set aside, others are served.
     *
     * @param folder of the archive alone
     * @param marks of the checkpoint that is restored
     */
    public static Archive open(Storage folder, ArchiveOptions options, InstantSource clock, ArchiveMarks marks) {
        var removed = new RemovedSegments();
        try {
            var offline = new ConcurrentHashMap<Integer, String>();
            var found = new ArchiveOpening(folder, clock, removed, offline).open(marks);
            return new Archive(folder, options, clock, removed, offline, found);
        } catch (IOException e) {
            throw new JournalException(
                    "Cannot open the archive at " + folder.describe("") + " (" + e + "). Check the disk and the rights"
                            + " of this user.",
                    e);
        }
    }

    /**
     * Takes records over from the journal. Those below what was taken before are skipped, so that a move can be
     * repeated.
     *
     * @param batch one intact batch
     * @param living the offsets whose records are taken; the others are skipped
     */
    public void append(int partition, PartitionPlan plan, ByteBuffer batch, OffsetRanges living) {
        var known = obtain(partition, plan);
        change(known, () -> writer.append(known, plan, batch, living));
    }

    /** Notes that everything below an offset was appended or needs no moving, which counts from the next force on. */
    public void moved(int partition, PartitionPlan plan, long endOffset) {
        var known = obtain(partition, plan);
        change(known, () -> {
            known.movedOffset = Math.max(known.movedOffset, endOffset);
            known.nextOffset = Math.max(known.nextOffset, endOffset);
        });
    }

    /**
     * Makes all that was appended durable, and readable. What cannot be written of one partition waits, and nothing of
     * that partition counts as moved; then this throws when all others are forced.
     */
    public void force() {
        change(null, () -> {
            var pending = writer.flush();
            try {
                writer.force();
            } catch (NotOpened e) {
                throw e;
            } catch (IOException e) {
                failure = e;
                throw e;
            }
            partitions.values().stream()
                    .filter(partition -> !writer.isWaiting(partition))
                    .forEach(ArchivePartition::forced);
            unwritten.clear();
            pending.forEach(each -> unwritten.put(
                    each.partition().id,
                    failed(each.partition().folderName, each.cause()).getMessage()));
            if (!pending.isEmpty()) {
                throw failed(
                        pending.get(0).partition().folderName, pending.get(0).cause());
            }
        });
    }

    /** Tells which records are durable, as of the last force. */
    public ArchiveMarks marks() {
        return new ArchiveMarks(partitions.values().stream()
                .sorted(Comparator.comparingInt(partition -> partition.id))
                .map(ArchivePartition::mark)
                .toList());
    }

    /**
     * Sets the checkpoint that nobody will ever go back beyond. Segments that were taken out of use and are not in it
     * are deleted, and what it knows as sealed may be taken out of use.
     */
    public void floor(ArchiveMarks olderCheckpoint) {
        change(null, () -> {
            var floored = removed.floor(olderCheckpoint);
            for (var name : floored.folders()) {
                var folder = storage.folder(name);
                var unused = partitions.values().stream().noneMatch(partition -> partition.folderName.equals(name));
                if (unused && isEmpty(folder)) {
                    KeysSeenFile.delete(folder);
                    storage.deleteFolder(name);
                }
            }
            if (floored.failure() != null) {
                throw floored.failure();
            }
        });
    }

    private static boolean isEmpty(Storage folder) throws IOException {
        return folder.list().stream().allMatch(KeysSeenFile::isName)
                && folder.folders().isEmpty();
    }

    /**
     * Keeps the files of all that {@link #marks()} has now, until {@link #endHold}, under one of the two names that
     * marks have. There is one hold at a time; like changes, it is for the thread that has the archive.
     */
    public void hold() {
        removed.hold();
    }

    /** Ends a hold. Any thread may call it. */
    public void endHold() {
        removed.endHold();
    }

    /** Whether nothing ever writes to the file of a segment that is held, whatever a start goes on from. */
    public boolean isHeldSealed(String folder, ArchiveMarks.SegmentMark segment) {
        return removed.isHeldSealed(folder, segment.baseOffset(), segment.bytes());
    }

    /**
     * Removes sealed segments by age and size.
     *
     * @param firstNeeded if the plan protects readers: the first offset that one of them still needs
     */
    public void expire(int partition, PartitionPlan plan, long firstNeeded) {
        var known = partitions.get(partition);
        if (known != null) {
            changeOnline(known, () -> expiry.expire(known, plan, firstNeeded));
        }
    }

    /**
     * Takes records that nobody needs out of sealed segments: a step. By settlement it writes at most one segment; by
     * key it goes once through the partition, with a bounded number of keys.
     */
    public void compact(int partition, PartitionPlan plan, Needed needed) {
        var known = partitions.get(partition);
        if (known == null || plan.cleanup() == CleanupPolicy.EXPIRE) {
            return;
        }
        changeOnline(known, () -> {
            if (plan.cleanup() == CleanupPolicy.COMPACT) {
                keyCompaction.step(known, plan, needed);
            } else {
                settledCompaction.step(known, plan, needed);
            }
        });
    }

    /** Removes all of a partition, which does not exist any more. Its files go when no checkpoint needs them. */
    public void drop(int partition) {
        var known = partitions.get(partition);
        if (known == null || removed.isHeld()) {
            // Those who copy it find its files by their names; it is asked for again.
            return;
        }
        change(null, () -> {
            writer.forget(known);
            var segments = List.of(known.segments());
            if (!segments.isEmpty()) {
                removal.remove(known, segments, RemovalReason.DROPPED);
            }
            partitions.remove(partition);
            offline.remove(partition);
            unwritten.remove(partition);
        });
    }

    private ArchivePartition obtain(int partition, PartitionPlan plan) {
        var known = partitions.get(partition);
        if (known == null) {
            try {
                known = new ArchivePartition(partition, plan.folder(), storage.folder(plan.folder()), offline);
            } catch (IOException e) {
                throw failed(plan.folder(), e);
            }
            partitions.put(partition, known);
        }
        return known;
    }

    private void changeOnline(ArchivePartition partition, Change change) {
        change(partition, () -> {
            partition.requireOnline();
            change.run();
        });
    }

    private void change(ArchivePartition partition, Change change) {
        if (failure != null || closed) {
            throw new JournalException.NotOpen(
                    closed
                            ? "The archive is closed."
                            : "The archive failed before (" + failure + ") and can only be read. Check the disk, and"
                                    + " restart.",
                    failure);
        }
        try {
            change.run();
        } catch (Removal.Unfinished e) {
            // Its partition is offline by now, so that nobody goes by what is half done; a restart clears it up.
            throw failed(partition == null ? "" : partition.folderName, e);
        } catch (IOException e) {
            throw failed(partition == null ? "" : partition.folderName, e);
        } catch (JournalException.Corrupted | JournalException.NoCodec e) {
            if (partition == null) {
                throw e;
            }
            throw partition.offline(e.getMessage());
        }
    }

    /** @param folder of a partition, or empty */
    private JournalException failed(String folder, Throwable e) {
        return new JournalException(
                "Cannot change the archive at " + storage.describe(folder) + " (" + e + "). Check the disk, and how"
                        + " much of it is free.",
                e);
    }

    /**
     * The batch with the first record at or after an offset; null if there is none.
     *
     * @throws JournalException.PartitionOffline if it is damaged, or something of the partition was before
     */
    public RecordBatch read(int partition, long offset) {
        var known = partitions.get(partition);
        return known == null ? null : reader.read(known, offset);
    }

    /** The offset of the first record at or after a time; -1 if there is none. */
    public long offsetAt(int partition, long timestampMillis) {
        var known = partitions.get(partition);
        return known == null ? -1 : reader.offsetAt(known, timestampMillis);
    }

    /** The oldest offset that the archive has of a partition; -1 if nothing of the partition was ever moved. */
    public long startOffset(int partition) {
        var known = partitions.get(partition);
        return known == null ? -1 : known.startOffset();
    }

    /** The next offset to move, as of the last force; 0 if nothing of the partition was ever moved. */
    public long endOffset(int partition) {
        var known = partitions.get(partition);
        return known == null ? 0 : known.endOffset();
    }

    /** Whether anything of the partition was moved, or is said to have been. */
    public boolean knows(int partition) {
        return partitions.containsKey(partition);
    }

    /** Whether there is anything to read, once the partition is online. */
    public boolean hasRecords(int partition) {
        var known = partitions.get(partition);
        return known != null && known.hasRecords();
    }

    /** Says why the partition is not served; null if it is. */
    public String offline(int partition) {
        return offline.isEmpty() ? null : offline.get(partition);
    }

    /** The partitions of which something could not be written at the last force, and why. */
    public Map<Integer, String> unwritten() {
        return unwritten;
    }

    /** The partitions that are not served, and why. */
    public Map<Integer, String> offline() {
        return new TreeMap<>(offline);
    }

    public ArchiveStatistics statistics() {
        var segments = 0L;
        var bytes = 0L;
        for (var partition : partitions.values()) {
            for (var segment : partition.segments()) {
                segments++;
                bytes += segment.bytes;
            }
        }
        return new ArchiveStatistics(
                partitions.size(),
                segments,
                bytes,
                openSegments.size(),
                writer.movedBytes(),
                rewriter.rewrittenBytes(),
                removal.records(),
                removal.bytes());
    }

    /** Closes all files. What was not forced may be lost, and is moved again. */
    @Override
    public void close() {
        closed = true;
        try {
            openSegments.close();
        } catch (IOException e) {
            throw failed("", e);
        }
    }
}
