package io.penstock.journal.offline;

import io.penstock.journal.LogDamage;
import io.penstock.journal.LogGap;
import io.penstock.journal.archive.ArchiveReport;
import io.penstock.journal.frame.FrameFormat;
import io.penstock.journal.record.LogVisitor;

import java.util.SortedMap;
import java.util.TreeMap;

/** Counts what a walk through the log finds, knows where each partition must go on, and passes on what is wrong. */
final class LogTally {

    private final LogVisitor visitor;
    private final SortedMap<Integer, Standing> partitions = new TreeMap<>();

    private int files;
    private long frames;
    private long batches;
    private long records;
    private long entries;
    private long bytes;
    private long firstSequence;
    private long lastSequence;
    private long damaged;
    private long torn;
    private long lost;
    private boolean startsKnown = true;
    private boolean startsPassed;

    /** The offset at which partitions begin that nothing was written to, as an earlier repair said. */
    private long unseenBegin;

    private int checkpoints;
    private ArchiveReport archive = ArchiveReport.NOTHING;

    private static final class Standing {
        private final long start;
        private long end;
        private long missing;

        /** The number of records that may have been lost before the partition was last met. */
        private long lostBefore;

        private Standing(long offset) {
            start = offset;
            end = offset;
        }
    }

    LogTally(LogVisitor visitor) {
        this.visitor = visitor;
    }

    void file() {
        files++;
    }

    void frame(FrameFormat.Header header) {
        frames++;
        bytes += header.length();
        firstSequence = firstSequence == 0 ? header.sequence() : firstSequence;
        lastSequence = header.sequence();
    }

    /** The frame is gone that says where partitions begin: from here on their first batch does. */
    void startsLost() {
        startsKnown = false;
    }

    /** Frames are missing, and partitions may have begun in them: the first frame that follows does not tell where. */
    void startsPassed() {
        startsPassed = true;
    }

    /**
     * A partition goes on at that offset.
     *
     * @return what is wrong with it beyond missing records, or null
     */
    String goesOn(int partition, long offset, boolean start, String file, long position) {
        // The first frame tells where all partitions are that there are; others begin later, and are met in a batch.
        var isStart = !startsKnown || start && frames == 1 && !startsPassed;
        var known = partitions.computeIfAbsent(partition, id -> new Standing(isStart ? offset : begin(offset)));
        known.lostBefore = lost;
        if (offset < known.end) {
            return "partition " + partition + " goes on at offset " + offset + ", which it had passed: it was at "
                    + known.end;
        }
        if (offset > known.end) {
            damaged++;
            visitor.gap(new LogGap(partition, known.end, offset, file, position));
            known.missing += offset - known.end;
            known.end = offset;
        }
        return null;
    }

    /** Where a partition began that is met at that offset. */
    private long begin(long offset) {
        return offset >= unseenBegin ? unseenBegin : 0;
    }

    /** A repair said that partitions begin there that nothing was written to before. */
    void unseenBegin(long offset) {
        unseenBegin = Math.max(unseenBegin, offset);
    }

    /** The offset at which partitions begin that nothing was written to. */
    long unseenBegin() {
        return unseenBegin;
    }

    /** A repair said that it goes on there, and what lies before is lost. */
    void skipTo(int partition, long offset) {
        if (partition == FrameFormat.UNSEEN) {
            unseenBegin(offset);
        } else {
            var known = partitions.computeIfAbsent(partition, id -> new Standing(begin(offset)));
            known.missing += Math.max(0, offset - known.end);
            known.end = Math.max(known.end, offset);
            known.lostBefore = lost;
        }
    }

    /** So many records may be lost here, of any partition. */
    void lost(long records) {
        lost += records;
    }

    /** The number of records that may have been lost altogether. */
    long lost() {
        return lost;
    }

    /**
     * The offset at which each partition that was met goes on at the latest, should it have lost all that may be lost
     * behind it.
     */
    SortedMap<Integer, Long> latestEnds() {
        var ends = new TreeMap<Integer, Long>();
        partitions.forEach((id, standing) -> ends.put(id, standing.end + lost - standing.lostBefore));
        return ends;
    }

    /** The offset at which each partition goes on, or first was met; as offsets in a frame say it. */
    SortedMap<Integer, Long> ends(boolean first) {
        var ends = new TreeMap<Integer, Long>();
        if (unseenBegin > 0) {
            ends.put(FrameFormat.UNSEEN, unseenBegin);
        }
        partitions.forEach((id, standing) -> ends.put(id, first ? standing.start : standing.end));
        return ends;
    }

    void batch(int partition, int count) {
        batches++;
        records += count;
        partitions.get(partition).end += count;
    }

    void entry() {
        entries++;
    }

    void damage(String file, long from, long to, String problem) {
        found(new LogDamage(file, from, to, LogDamage.Effect.DAMAGE, problem));
    }

    void torn(String file, long from, long to, String problem) {
        found(new LogDamage(file, from, to, LogDamage.Effect.TORN_TAIL, problem));
    }

    /** Takes over what others found. */
    void found(LogDamage damage) {
        if (damage.effect() == LogDamage.Effect.DAMAGE) {
            damaged++;
        } else {
            torn++;
        }
        visitor.damage(damage);
    }

    void checkpoint() {
        checkpoints++;
    }

    void archive(ArchiveReport report) {
        archive = report;
    }

    long lastSequence() {
        return lastSequence;
    }

    long firstSequence() {
        return firstSequence;
    }

    LogReport report(long storeId) {
        var offsets = new TreeMap<Integer, LogReport.Offsets>();
        partitions.forEach((id, standing) ->
                offsets.put(id, new LogReport.Offsets(standing.start, standing.end, standing.missing)));
        return new LogReport(
                storeId,
                files,
                frames,
                batches,
                records,
                entries,
                bytes,
                firstSequence,
                lastSequence,
                damaged,
                torn,
                offsets,
                checkpoints,
                archive);
    }
}
