package io.penstock.journal.archive;

import io.penstock.journal.RepairStep;
import io.penstock.journal.archive.ArchiveMarks.PartitionMark;
import io.penstock.journal.archive.ArchiveMarks.SegmentMark;
import io.penstock.journal.storage.Storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/** Repairs the segments of one partition, and gives the mark that is true of them afterwards. */
final class PartitionRepair {

    private final PartitionMark mark;
    private final boolean giveUp;
    private final List<SegmentRepair> segments = new ArrayList<>();

    /** Files in the folder that may be anything, what is missing included. */
    private final List<String> unknown;

    /** @param giveUp whether segments may be given up that are missing as a whole */
    PartitionRepair(Storage archive, PartitionMark mark, boolean giveUp) throws IOException {
        this.mark = mark;
        this.giveUp = giveUp;
        var folder = folder(archive, mark.folder());
        var files = files(folder);
        unknown = files.stream()
                .filter(name -> !Segment.isUnderstood(name))
                .sorted()
                .toList();
        var all = mark.segments();
        for (var i = 0; i < all.size(); i++) {
            if (all.get(i).bytes() > 0) {
                var active = i == all.size() - 1;
                var endOffset = active ? mark.endOffset() : all.get(i + 1).baseOffset();
                segments.add(SegmentRepair.of(folder, files, all.get(i), active, endOffset));
            }
        }
    }

    private static Storage folder(Storage archive, String name) throws IOException {
        var folder = archive.folder(name);
        try {
            return LocalNames.in(folder);
        } catch (NoSuchFileException e) {
            return folder;
        }
    }

    private static List<String> files(Storage folder) throws IOException {
        try {
            return folder.list();
        } catch (NoSuchFileException e) {
            // A folder that is only looked at is not made.
            return List.of();
        }
    }

    /** Tells of each segment that is not what it should be. */
    void plan(List<RepairStep> steps) {
        for (var segment : segments) {
            if (segment.isNeeded()) {
                var possible = isPossible(segment);
                steps.add(
                        new RepairStep(path(segment), segment.action() + (possible ? "" : ". " + remedy()), possible));
            }
        }
    }

    private String remedy() {
        return unknown.isEmpty()
                ? "Restore it from a backup, or allow that its messages are given up (--cut)"
                : "In its folder lies " + unknown.get(0)
                        + ", which this version does not understand and which may be what"
                        + " is missing, so nothing is given up: restore its name, or move it elsewhere";
    }

    private boolean isPossible(SegmentRepair segment) {
        return !segment.losesOffsets() || unknown.isEmpty() && (giveUp || !segment.isMissing());
    }

    private String path(SegmentRepair segment) {
        return mark.folder() + "/" + segment.log();
    }

    /** Whether a file is one of its segments. */
    boolean has(String file) {
        return segments.stream().anyMatch(segment -> path(segment).equals(file));
    }

    void apply(long millis) throws IOException {
        for (var segment : segments) {
            if (segment.isNeeded() && isPossible(segment)) {
                segment.apply(millis);
            }
        }
    }

    PartitionMark mark() {
        var left = new ArrayList<SegmentMark>();
        var all = mark.segments();
        var repaired = segments.iterator();
        var activeLeft = false;
        for (var segment : all) {
            activeLeft = false;
            var repair = segment.bytes() > 0 ? repaired.next() : null;
            var bytes = repair == null ? 0 : isPossible(repair) ? repair.bytes() : segment.bytes();
            if (bytes > 0) {
                left.add(new SegmentMark(segment.baseOffset(), bytes));
                activeLeft = true;
            }
        }
        var isFirstLeft =
                !left.isEmpty() && left.get(0).baseOffset() == all.get(0).baseOffset();
        var start = all.isEmpty() || isFirstLeft
                ? mark.startOffset()
                : left.isEmpty() ? mark.endOffset() : left.get(0).baseOffset();
        if (!activeLeft && !left.isEmpty()) {
            // All that are left are sealed.
            left.add(new SegmentMark(mark.endOffset(), 0));
        }
        return new PartitionMark(mark.partition(), mark.folder(), start, mark.endOffset(), left);
    }
}
