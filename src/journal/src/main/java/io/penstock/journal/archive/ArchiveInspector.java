package io.penstock.journal.archive;

import io.penstock.journal.JournalException;
import io.penstock.journal.LogDamage;
import io.penstock.journal.archive.ArchiveMarks.PartitionMark;
import io.penstock.journal.record.LogVisitor;
import io.penstock.journal.storage.Storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Inspects every segment of an archive that no server has open, and changes nothing. It is for one thread. */
public final class ArchiveInspector {

    private final Storage archive;
    private final Map<String, PartitionMark> marks = new HashMap<>();

    private LogVisitor visitor;
    private boolean stopped;
    private int folders;
    private long segments;
    private long batches;
    private long records;
    private long bytes;
    private long damaged;
    private long torn;

    /** @param marks of the newest checkpoint; they tell what is missing, and what an unfinished move left */
    public ArchiveInspector(Storage archive, ArchiveMarks marks) {
        this.archive = archive;
        marks.partitions().forEach(mark -> this.marks.put(mark.folder(), mark));
    }

    /**
     * Checks every batch, the order of offsets, and every entry of the indexes, unless the visitor has seen enough.
     * Records of folders that the marks do not know are told as partition -1.
     *
     * @throws JournalException if a file cannot be read
     */
    public ArchiveReport walk(LogVisitor told) {
        visitor = told;
        stopped = false;
        folders = 0;
        segments = 0;
        batches = 0;
        records = 0;
        bytes = 0;
        damaged = 0;
        torn = 0;
        try {
            var found = found();
            for (var entry : found.entrySet()) {
                folder(entry.getKey(), LocalNames.in(entry.getValue()));
            }
            for (var mark : marks.values()) {
                if (!found.containsKey(mark.folder())) {
                    missing(mark, List.of());
                }
            }
        } catch (IOException e) {
            throw new JournalException(
                    "Cannot read the archive at " + archive.describe("") + " (" + e
                            + "). Check the disk and the rights of this user.",
                    e);
        }
        return new ArchiveReport(folders, segments, batches, records, bytes, damaged, torn);
    }

    private Map<String, Storage> found() throws IOException {
        try {
            return SegmentFolders.in(archive);
        } catch (NoSuchFileException e) {
            // A folder that is only looked at is not made: nothing was ever moved.
            return Map.of();
        }
    }

    private void folder(String name, Storage folder) throws IOException {
        var logs = folder.list().stream()
                .filter(file -> Segment.baseOffset(file, Segment.LOG) >= 0)
                .sorted()
                .toList();
        folders += logs.isEmpty() ? 0 : 1;
        var mark = marks.get(name);
        if (mark != null) {
            missing(mark, logs);
        }
        var least = 0L;
        for (var log : logs) {
            var baseOffset = Segment.baseOffset(log, Segment.LOG);
            if (baseOffset < least) {
                damage(name + "/" + log, 0, 0, "it begins at an offset that the segment before has");
            }
            least = Math.max(least, segment(name, folder, log, mark));
        }
    }

    private void missing(PartitionMark mark, List<String> logs) {
        for (var segment : mark.segments()) {
            var log = Segment.name(segment.baseOffset(), Segment.LOG);
            if (segment.bytes() > 0 && !logs.contains(log)) {
                damage(mark.folder() + "/" + log, 0, 0, "the file is missing");
            }
        }
    }

    /** @return the offset after its last */
    private long segment(String folderName, Storage folder, String log, PartitionMark mark) throws IOException {
        var path = folderName + "/" + log;
        var baseOffset = Segment.baseOffset(log, Segment.LOG);
        try (var file = folder.open(log)) {
            var size = file.size();
            var end = durableEnd(baseOffset, size, mark, path);
            segments++;
            bytes += end;
            var segment = new Segment(folder, baseOffset, (int) end);
            var scan = new SegmentScan(file, path, 0, SegmentScan.STREAM_CHUNK_BYTES);
            var least = baseOffset;
            try {
                while (!stopped && scan.next(end)) {
                    if (scan.baseOffset() < least || scan.lastOffset() - baseOffset > Integer.MAX_VALUE) {
                        damage(path, scan.position(), scan.end(), "offset " + scan.baseOffset() + " is out of order");
                    }
                    least = scan.lastOffset() + 1;
                    batch(scan, mark == null ? -1 : mark.partition());
                }
                // A segment that was sealed after the mark has indexes with more entries than the mark covers.
                if (!stopped && size == end) {
                    SegmentIndexCheck.problem(file, segment)
                            .forEach(problem -> damage(problem.file(folderName), 0, problem.bytes(), problem.text()));
                }
            } catch (JournalException.Corrupted e) {
                // Without an intact batch nothing says where the next one begins.
                damage(path, scan.position(), scan.length() > 0 ? scan.end() : end, e.getMessage());
            }
            return least;
        }
    }

    private long durableEnd(long baseOffset, long size, PartitionMark mark, String path) {
        if (mark == null) {
            return size;
        }
        for (var segment : mark.segments()) {
            if (segment.baseOffset() == baseOffset && segment.bytes() > 0) {
                if (size < segment.bytes()) {
                    damage(path, size, segment.bytes(), "the file is too short");
                    return size;
                }
                if (size > segment.bytes()) {
                    torn(path, segment.bytes(), size);
                }
                return segment.bytes();
            }
        }
        torn(path, 0, size);
        return 0;
    }

    private void batch(SegmentScan scan, int partition) throws IOException {
        var count = BatchRecords.check(scan.batch(), record -> {
            if (!stopped) {
                stopped = !visitor.record(partition, record);
            }
        });
        batches++;
        records += count;
    }

    private void damage(String file, long from, long to, String problem) {
        damaged++;
        visitor.damage(new LogDamage("archive/" + file, from, to, LogDamage.Effect.DAMAGE, problem));
    }

    private void torn(String file, long from, long to) {
        torn++;
        visitor.damage(new LogDamage(
                "archive/" + file,
                from,
                to,
                LogDamage.Effect.TORN_TAIL,
                "an unfinished move, which the journal still has; the next start drops it"));
    }
}
