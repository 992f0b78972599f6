package io.penstock.journal.archive;

import io.penstock.journal.archive.ArchiveMarks.SegmentMark;
import io.penstock.journal.archive.IntactBatches.Lost;
import io.penstock.journal.storage.Storage;
import io.penstock.journal.storage.StorageFile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Finds out how one segment that is not what its mark says can be repaired. */
final class SegmentRepair {

    private static final int CHUNK_BYTES = 1 << 20;

    /** The largest number of ranges that are named: more tell a person nothing. */
    private static final int MAX_RANGES_TOLD = 8;

    private final Storage folder;
    private final SegmentMark mark;
    private final String log;

    /** The file that has most of it; null if there is none. */
    private final String source;

    /** The offsets that are lost, by position in that file, up to the length of the mark. */
    private final List<Lost> lost;

    private final long lostBytes;

    /** Whether the file itself is to be written anew, not just the mark. */
    private final boolean rewrite;

    private SegmentRepair(
            Storage folder, SegmentMark mark, String log, String source, long size, boolean active, List<Lost> lost) {
        this.folder = folder;
        this.mark = mark;
        this.log = log;
        this.source = source;
        this.lost = lost;
        lostBytes = lost.stream().mapToLong(Lost::bytes).sum();
        var isMerelyShort = lost.stream().allMatch(each -> each.from() >= size);
        rewrite = !log.equals(source) || !isMerelyShort || !active && size > mark.bytes();
    }

    /**
     * Inspects a segment and decides on its repair.
     *
     * @param files of the folder
     * @param endOffset no record of it has this offset or a later one
     */
    static SegmentRepair of(Storage folder, List<String> files, SegmentMark mark, boolean active, long endOffset)
            throws IOException {
        var log = Segment.name(mark.baseOffset(), Segment.LOG);
        var found = examine(folder, source(files, log), log, mark, active, endOffset);
        var old = log + Segment.REMOVED;
        if (found.isNeeded() && files.contains(old)) {
            // Taken out of use after the checkpoint: what has its name now is something else.
            var removed = examine(folder, old, log, mark, active, endOffset);
            return removed.lostBytes <= found.lostBytes ? removed : found;
        }
        return found;
    }

    /**
     * The name of the file to repair. If a start has set the segment aside, it is the newest file under the name that
     * it got then.
     */
    private static String source(List<String> files, String log) {
        if (files.contains(log)) {
            return log;
        }
        var prefix = log + Segment.CORRUPT;
        return files.stream()
                .filter(name -> name.startsWith(prefix))
                .max(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
                .orElse(null);
    }

    private static SegmentRepair examine(
            Storage folder, String source, String log, SegmentMark mark, boolean active, long endOffset)
            throws IOException {
        if (source == null) {
            var all = List.of(new Lost(0, mark.bytes(), mark.baseOffset(), endOffset));
            return new SegmentRepair(folder, mark, log, null, 0, active, all);
        }
        try (var file = folder.open(source)) {
            var lost = IntactBatches.lostOf(file, folder.describe(source), mark.bytes(), mark.baseOffset(), endOffset);
            return new SegmentRepair(folder, mark, log, source, file.size(), active, lost);
        }
    }

    String log() {
        return log;
    }

    boolean isNeeded() {
        return rewrite || lostBytes > 0;
    }

    boolean isMissing() {
        return source == null;
    }

    boolean losesOffsets() {
        return lostBytes > 0;
    }

    /** Bytes that are left of it. */
    long bytes() {
        return mark.bytes() - lostBytes;
    }

    /** Describes for a person what is done. */
    String action() {
        var from = log.equals(source) ? "" : "bring it back from " + source + "; ";
        if (lost.isEmpty()) {
            return from + "all of its " + mark.bytes() + " bytes are intact";
        }
        return (isMissing() ? "the file is missing: " : from) + "drop " + lostBytes + " of " + mark.bytes() + " bytes, "
                + offsets();
    }

    private String offsets() {
        var ranges = lost.stream()
                .filter(each -> each.toOffset() > each.fromOffset())
                .toList();
        if (ranges.isEmpty()) {
            return "no offset";
        }
        var told = ranges.stream()
                .limit(MAX_RANGES_TOLD)
                .map(each -> each.fromOffset() + " to " + (each.toOffset() - 1))
                .collect(Collectors.joining(", "));
        var more = ranges.size() - MAX_RANGES_TOLD;
        return "offsets " + told + (more > 0 ? " and " + more + " more ranges" : "");
    }

    /**
     * The new file is whole before the old one gets out of its way, and the old one is kept before the new one has its
     * name: cut short, it is found as one that was set aside.
     */
    void apply(long millis) throws IOException {
        if (isMissing() || !rewrite) {
            return;
        }
        var writing = Segment.name(mark.baseOffset(), Segment.LOG + Segment.CLEANING);
        if (folder.list().contains(writing)) {
            folder.delete(writing);
        }
        if (bytes() > 0) {
            copy(writing);
        }
        // They are of the old bytes, and are built anew when they are needed.
        SegmentIndexFiles.delete(folder, mark.baseOffset());
        if (folder.list().contains(log)) {
            keep(log, millis);
        }
        if (source.endsWith(Segment.REMOVED)) {
            // This copy is kept after the other, so that it is the newest.
            keep(source, millis);
        }
        folder.forceDirectory();
        if (bytes() > 0) {
            folder.rename(writing, log);
            folder.forceDirectory();
        }
    }

    private void keep(String name, long millis) throws IOException {
        var files = folder.list();
        var suffix = millis;
        while (files.contains(log + Segment.CORRUPT + suffix)) {
            suffix++;
        }
        folder.rename(name, log + Segment.CORRUPT + suffix);
        folder.forceDirectory();
    }

    private void copy(String target) throws IOException {
        try (var from = folder.open(source);
                var to = folder.create(target)) {
            var at = 0L;
            var written = 0L;
            for (var each : lost) {
                written += copy(from, at, each.from(), to, written);
                at = each.to();
            }
            copy(from, at, mark.bytes(), to, written);
            to.force();
        }
    }

    /** @return the number of bytes */
    private static long copy(StorageFile from, long start, long end, StorageFile to, long target) throws IOException {
        var buffer = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, Math.max(0, end - start)));
        for (var at = start; at < end; at += buffer.limit()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
            from.readFully(buffer, at);
            to.write(buffer.flip(), target + at - start);
        }
        return Math.max(0, end - start);
    }
}
