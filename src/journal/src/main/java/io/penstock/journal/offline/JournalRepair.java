package io.penstock.journal.offline;

import io.penstock.journal.LogGap;
import io.penstock.journal.file.FileHeader;
import io.penstock.journal.frame.FrameFormat;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Finds what has to be written where frames of a journal are damaged. The walk through the journal tells it. */
final class JournalRepair implements LogBreaks {

    /**
     * Bytes of a record in a frame: one for each of its seven fields. More of them cannot be lost in so many bytes.
     */
    private static final int LEAST_RECORD_BYTES = 7;

    private final LogInspector log;
    private final LogTally tally;
    private final List<Break> breaks = new ArrayList<>();
    private final List<Filler> fillers = new ArrayList<>();
    private final List<String> impossible = new ArrayList<>();

    /** A place where frames are missing, with the offset at which each partition that lost records goes on. */
    private record Break(Place from, Place to, SortedMap<Integer, Long> ends, SortedMap<Integer, Long> goesOn) {}

    JournalRepair(LogInspector log, LogTally tally) {
        this.log = log;
        this.tally = tally;
    }

    @Override
    public void broken(Place from, Place to) {
        breaks.add(new Break(from, to, tally.ends(false), new TreeMap<>()));
        if (known() < to.sequence() - 1) {
            tally.lost(bytes(from, to) / LEAST_RECORD_BYTES);
        }
    }

    private long known() {
        return log.newest() == null ? 0 : log.newest().sequence();
    }

    /** A partition goes on behind a hole: damage before it explains that. */
    void gap(LogGap gap) {
        if (breaks.isEmpty()) {
            impossible.add("partition " + gap.partition() + " lacks offsets " + gap.from() + " to " + (gap.to() - 1)
                    + " before byte " + gap.position() + " of " + gap.file() + ", though no frame is missing");
        } else {
            breaks.get(breaks.size() - 1).goesOn.put(gap.partition(), gap.to());
        }
    }

    private long bytes(Place from, Place to) {
        var bytes = to.position() - from.position();
        for (var i = from.file(); i < to.file(); i++) {
            bytes += log.files().get(i).bytes;
        }
        return bytes;
    }

    /** The frames to write, once everything was walked. */
    List<Filler> fillers() {
        return fillers;
    }

    /** The damage that cannot be mended, and why. */
    List<String> impossible() {
        return impossible;
    }

    /** Completes the plan. @param cut whether the end may be given up where nothing intact follows */
    void finish(boolean cut) {
        breaks.stream().filter(each -> cut || !isInMissingFile(each)).forEach(this::fill);
        var walked = log.walked();
        if (walked == null || walked.endsDamaged() && !cut) {
            return;
        }
        var end = walked.end();
        if (walked.endsDamaged()) {
            var last = log.files().get(log.files().size() - 1);
            tally.lost(bytes(end, new Place(log.files().size() - 1, last.bytes, 0, 0)) / LEAST_RECORD_BYTES);
        }
        var ends = lastEnds();
        if (ends.length > 0 || known() > end.sequence()) {
            atEnd(end, Math.max(1, known() - end.sequence()), ends);
        }
    }

    /** Whether frames lay in a file that is not there: they may be in a backup. */
    private boolean isInMissingFile(Break broken) {
        return log.files().subList(broken.from.file(), broken.to.file() + 1).stream()
                .anyMatch(MissingFile::is);
    }

    /** The offsets at which partitions go on of which nothing followed. */
    private long[] lastEnds() {
        var ends = new TreeMap<Integer, Long>();
        var before = tally.ends(false);
        tally.latestEnds().forEach((id, end) -> {
            if (end > before.get(id)) {
                ends.put(id, end);
            }
        });
        var known = log.newest() == null ? new long[0] : log.newest().ends();
        for (var i = 0; i < known.length; i += 2) {
            var id = (int) known[i];
            if (known[i + 1] > before.getOrDefault(id, 0L)) {
                // It may have gone on in what is lost, which the checkpoint does not know.
                ends.merge(id, known[i + 1] + tally.lost(), Math::max);
            }
        }
        if (tally.lost() > 0) {
            // They may have begun in what is lost, where an earlier repair said.
            ends.put(FrameFormat.UNSEEN, tally.unseenBegin() + tally.lost());
        }
        return flat(ends);
    }

    private void atEnd(Place end, long frames, long[] lost) {
        var file = log.files().get(end.file());
        var position = end.position();
        if (position + Filler.minBytes(frames, null, lost) > file.bytes
                && end.file() + 1 < log.files().size()) {
            file = log.files().get(end.file() + 1);
            position = FileHeader.BYTES;
        }
        var offsets = position == FileHeader.BYTES ? flat(tally.ends(false)) : null;
        var bytes = Filler.minBytes(frames, offsets, lost);
        add(new Filler(
                file,
                position,
                (int) Math.min(bytes, file.bytes - position),
                end.sequence() + 1,
                (int) frames,
                end.incarnation(),
                offsets,
                lost));
    }

    private void fill(Break broken) {
        var from = broken.from;
        var to = broken.to;
        var files = log.files();
        var startsLost = from.sequence() == 0 && files.get(0).number > 1;
        var first = startsLost ? to.sequence() - 1 : from.sequence() + 1;
        var left = to.sequence() - first;
        if (left < 1 || startsLost && known() < first) {
            impossible.add(files.get(from.file()).name + ": before frame " + to.sequence()
                    + " there is damage that no frame can stand for");
            return;
        }
        var incarnation = from.incarnation() == 0 ? to.incarnation() : from.incarnation();
        var ends = startsLost ? archived() : broken.ends;
        var lost = flat(startsLost ? starts(ends) : broken.goesOn);
        for (var i = from.file(); i <= to.file(); i++) {
            var file = files.get(i);
            var at = i == from.file() ? from.position() : FileHeader.BYTES;
            var until = i == to.file() ? to.position() : file.bytes;
            var offsets = at == FileHeader.BYTES ? flat(ends) : null;
            var filesBehind = (to.file() - i) - (to.position() == FileHeader.BYTES ? 1 : 0);
            var room = (until - at - Filler.minBytes(0, offsets, lost)) / FrameFormat.HEADER_BYTES;
            var frames = i == to.file() ? left : Math.min(room, left - Math.max(0, filesBehind));
            if (until > at && frames > 0) {
                // If the log goes on in the same file, the frames reach to there.
                var bytes = i == to.file() ? until - at : Filler.minBytes(frames, offsets, lost);
                add(new Filler(file, at, (int) bytes, first, (int) frames, incarnation, offsets, lost));
                first += frames;
                left -= frames;
                if (lost.length > 0) {
                    // A further file begins with what holds behind this frame.
                    ends.putAll(startsLost ? starts(archived()) : broken.goesOn);
                    lost = new long[0];
                }
            }
        }
        if (left > 0) {
            impossible.add(files.get(from.file()).name + ": " + left + " frames before frame " + to.sequence()
                    + " find no place");
        }
    }

    /** The ends of partitions in the archive, behind which the journal began. */
    private SortedMap<Integer, Long> archived() {
        var ends = new TreeMap<Integer, Long>();
        log.newest().marks().partitions().forEach(mark -> ends.put(mark.partition(), mark.endOffset()));
        return ends;
    }

    /**
     * Finds where partitions go on whose first frame is lost: where they were met first, or as the checkpoint has it.
     * Those that go on where the archive ends have lost nothing.
     */
    private SortedMap<Integer, Long> starts(SortedMap<Integer, Long> archived) {
        var starts = tally.ends(true);
        var known = log.newest().ends();
        for (var i = 0; i < known.length; i += 2) {
            starts.putIfAbsent((int) known[i], known[i + 1]);
        }
        archived.replaceAll((id, end) -> Math.min(end, starts.getOrDefault(id, end)));
        starts.entrySet().removeIf(each -> each.getValue() <= archived.getOrDefault(each.getKey(), 0L));
        return starts;
    }

    private void add(Filler filler) {
        if (filler.fits()) {
            fillers.add(filler);
        } else {
            impossible.add(filler.file().name + ": the " + filler.bytes() + " bytes at " + filler.from()
                    + " are too few for frames " + filler.firstSequence() + " to "
                    + (filler.firstSequence() + filler.frames() - 1));
        }
    }

    private static long[] flat(SortedMap<Integer, Long> offsets) {
        var flat = new long[2 * offsets.size()];
        var at = 0;
        for (var entry : offsets.entrySet()) {
            flat[at++] = entry.getKey();
            flat[at++] = entry.getValue();
        }
        return flat;
    }
}
