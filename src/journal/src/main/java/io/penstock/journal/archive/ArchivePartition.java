package io.penstock.journal.archive;

import io.penstock.journal.JournalException;
import io.penstock.journal.archive.ArchiveMarks.PartitionMark;
import io.penstock.journal.archive.ArchiveMarks.SegmentMark;
import io.penstock.journal.storage.Storage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Keeps the segments of one partition. One thread changes it; any thread reads what is volatile. */
final class ArchivePartition {

    private static final Segment[] NO_SEGMENTS = {};

    final int id;
    final String folderName;
    final Storage folder;

    /**
     * The segments, by base offset. An array is never changed once it is here: a reader has its own view of the
     * partition.
     */
    private volatile Segment[] segments = NO_SEGMENTS;

    private volatile long startOffset;

    /** The end offset, as of the last force. */
    private volatile long endOffset;

    private volatile String offline;

    /** The reasons why partitions are offline, by partition; this one adds its own. */
    private final Map<Integer, String> allOffline;

    /** The next offset that an append may bring. */
    long nextOffset;

    /** The offset below which everything was moved, or needs no moving, as soon as it is forced. */
    long movedOffset;

    /** The one that is appended to; null if the next append begins one. */
    Segment active;

    /** Whether at the last force there was none that is appended to. */
    private boolean allSealed;

    /** The mark of a partition that was set aside when it was opened: it remains true of it, whatever comes behind. */
    private volatile PartitionMark markWhenOpened;

    /** The place where the next step of compaction looks first. */
    long compactFrom;

    /** Compaction by key saw every record below. */
    long keysSeenTo;

    /** Remembers when compaction found the records to be the newest of their keys. */
    final KeysSeen keysSeen = new KeysSeen();

    /** The time at which compaction by key has something to do though little came since. */
    long keysDueMillis = Long.MAX_VALUE;

    /** @param allOffline those that are not served and why, by id; to be told if this one is not either */
    ArchivePartition(int id, String folderName, Storage folder, Map<Integer, String> allOffline) {
        this.allOffline = allOffline;
        this.id = id;
        this.folderName = folderName;
        this.folder = folder;
    }

    /** Makes a partition as a mark has it; its segments are those. */
    void restore(PartitionMark mark, List<Segment> found) {
        segments = found.toArray(NO_SEGMENTS);
        startOffset = mark.startOffset();
        endOffset = mark.endOffset();
        nextOffset = mark.endOffset();
        movedOffset = mark.endOffset();
        allSealed = found.size() < mark.segments().size() || found.isEmpty();
        active = allSealed ? null : found.get(found.size() - 1);
    }

    /**
     * Sets it aside with its mark as it is, so that the next start finds it no better. What comes from now on goes to
     * segments of their own behind all that the mark lists, so what is there is not touched.
     */
    void setAside(PartitionMark mark, String reason) {
        markWhenOpened = mark;
        startOffset = mark.startOffset();
        endOffset = mark.endOffset();
        nextOffset = mark.endOffset();
        movedOffset = mark.endOffset();
        goOffline(reason);
    }

    /** The first reason stays: what is found later is mostly its consequence. */
    void goOffline(String reason) {
        if (offline == null) {
            offline = reason;
            allOffline.put(id, reason);
        }
    }

    /** Sets the partition offline, and returns the exception to throw. */
    JournalException.PartitionOffline offline(String reason) {
        goOffline(reason);
        return new JournalException.PartitionOffline(id, reason);
    }

    String offline() {
        return offline;
    }

    void requireOnline() {
        var reason = offline;
        if (reason != null) {
            throw new JournalException.PartitionOffline(id, reason);
        }
    }

    Segment[] segments() {
        return segments;
    }

    /** Whether it has segments, those included that are set aside. */
    boolean hasRecords() {
        var aside = markWhenOpened;
        return segments.length > 0 || aside != null && !aside.segments().isEmpty();
    }

    long startOffset() {
        return startOffset;
    }

    long endOffset() {
        return endOffset;
    }

    /** All segments but the active one. */
    List<Segment> sealed() {
        return Arrays.stream(segments).filter(segment -> segment != active).toList();
    }

    /** The offset after the last that a segment can have. */
    long endOf(Segment segment) {
        var all = segments;
        for (var i = 0; i < all.length - 1; i++) {
            if (all[i] == segment) {
                return all[i + 1].baseOffset;
            }
        }
        return Math.max(movedOffset, nextOffset);
    }

    void add(Segment segment) {
        var more = Arrays.copyOf(segments, segments.length + 1);
        more[segments.length] = segment;
        if (!hasRecords()) {
            startOffset = segment.baseOffset;
        }
        segments = more;
    }

    /** Puts one in place of neighbours, or none. */
    void replace(List<Segment> old, Segment replacement) {
        var rest = new ArrayList<Segment>();
        for (var segment : segments) {
            if (!old.contains(segment)) {
                rest.add(segment);
            } else if (replacement != null && segment == old.get(0)) {
                rest.add(replacement);
            }
        }
        var first = segments.length > 0 && old.contains(segments[0]);
        segments = rest.toArray(NO_SEGMENTS);
        if (first) {
            startOffset = rest.isEmpty() ? endOffset : rest.get(0).baseOffset;
        }
    }

    void forced() {
        // A move that was broken off has come to its last record, and a mark must not say less than its segments hold.
        movedOffset = Math.max(movedOffset, nextOffset);
        endOffset = movedOffset;
        allSealed = active == null;
    }

    PartitionMark mark() {
        var marks = new ArrayList<SegmentMark>();
        for (var segment : segments) {
            if (segment.forcedBytes > 0) {
                marks.add(new SegmentMark(segment.baseOffset, segment.forcedBytes));
            }
        }
        if (markWhenOpened != null) {
            return asideMark(marks);
        }
        if (allSealed && !marks.isEmpty()) {
            marks.add(new SegmentMark(endOffset, 0));
        }
        return new PartitionMark(id, folderName, Math.min(startOffset, endOffset), endOffset, marks);
    }

    /** The mark of a partition that was set aside: what was listed when it was opened, and then what came since. */
    private PartitionMark asideMark(List<SegmentMark> since) {
        var all = markWhenOpened.segments();
        if (!since.isEmpty()) {
            // The one without a file only says that the last one is sealed, which it is by those behind it.
            all = new ArrayList<>(all);
            all.removeIf(segment -> segment.bytes() == 0);
            all.addAll(since);
        }
        return new PartitionMark(id, folderName, startOffset, endOffset, all);
    }
}
