package io.penstock.journal.offline;

import io.penstock.journal.file.FileHeader;
import io.penstock.journal.file.FileWindow;
import io.penstock.journal.file.JournalFile;
import io.penstock.journal.file.StoreIdentity;
import io.penstock.journal.frame.FrameFormat;

import java.io.IOException;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Walks through journal files by the rules of {@link io.penstock.journal.young.Recovery}, but beyond damage: where the
 * next frame is missing, it goes on at the next one that is intact.
 */
final class LogWalk {

    private final List<JournalFile> files;
    private final int incarnation;
    private final LogTally tally;
    private final LogSections sections;
    private final LogBreaks breaks;
    private final FileWindow window = new FileWindow();
    private final CRC32C crc = new CRC32C();

    private int index;
    private long position = FileHeader.BYTES;
    private long lastSequence;
    private int lastIncarnation;

    /** A checkpoint says that every frame up to this one had been forced. */
    private final long knownSequence;

    /** The highest sequence that any frame says had been forced; -1 until something is missing. */
    private long highestDurable = -1;

    private boolean endsDamaged;

    /**
     * @param files by number; not empty
     * @param knownSequence of the last frame in the newest checkpoint; 0 if there is none
     * @param breaks is told where frames are missing
     */
    LogWalk(
            List<JournalFile> files,
            int incarnation,
            long knownSequence,
            LogTally tally,
            LogSections sections,
            LogBreaks breaks) {
        this.files = files;
        this.incarnation = incarnation;
        this.knownSequence = knownSequence;
        this.tally = tally;
        this.sections = sections;
        this.breaks = breaks;
    }

    void run() throws IOException {
        window.open(file());
        var goesOn = true;
        while (goesOn && !sections.stopped()) {
            var header = intact(position);
            if (header != null && follows(header, position)) {
                take(header);
            } else if (!nextFileFollows()) {
                goesOn = skip();
            }
        }
    }

    /** The place where the log ends, once it was walked to its end. */
    LogBreaks.Place end() {
        return new LogBreaks.Place(index, position, lastSequence, lastIncarnation);
    }

    /** Whether frames are missing at the end that had been forced. */
    boolean endsDamaged() {
        return endsDamaged;
    }

    /** Whether there is the header of a frame behind that place of a file: else what lies there never was one's. */
    boolean hasFrames(int file, long from) throws IOException {
        var end = end();
        enter(file, from);
        var found = false;
        for (var at = from; !found && window.at(at, FrameFormat.HEADER_BYTES) >= 0; at += FrameFormat.ALIGNMENT) {
            found = header(at) != null;
        }
        enter(end.file(), end.position());
        return found;
    }

    /** The highest incarnation that any frame is of, or rest of a frame, wherever it lies. */
    int highestIncarnation() throws IOException {
        var end = end();
        var highest = 0;
        for (var i = 0; i < files.size(); i++) {
            enter(i, FileHeader.BYTES);
            for (var at = position; window.at(at, FrameFormat.HEADER_BYTES) >= 0; at += FrameFormat.ALIGNMENT) {
                var header = header(at);
                highest = Math.max(highest, header == null ? 0 : header.incarnation());
            }
        }
        enter(end.file(), end.position());
        return highest;
    }

    private JournalFile file() {
        return files.get(index);
    }

    private void enter(int newIndex, long newPosition) {
        index = newIndex;
        position = newPosition;
        window.open(file());
    }

    private boolean nextFileFollows() throws IOException {
        if (index + 1 == files.size()) {
            return false;
        }
        var before = index;
        var end = position;
        enter(index + 1, FileHeader.BYTES);
        var header = intact(position);
        if (header != null && follows(header, position)) {
            return true;
        }
        enter(before, end);
        return false;
    }

    private FrameFormat.Header header(long at) throws IOException {
        var place = window.at(at, FrameFormat.HEADER_BYTES);
        return place < 0 ? null : FrameFormat.header(window.buffer(), place, file().seed, crc);
    }

    private FrameFormat.Header intact(long at) throws IOException {
        var header = header(at);
        if (header == null) {
            return null;
        }
        var place = window.at(at, header.length());
        return place >= 0 && FrameFormat.isIntact(window.buffer(), place, header.length(), file().seed, crc)
                ? header
                : null;
    }

    private boolean follows(FrameFormat.Header header, long at) {
        var first = at == FileHeader.BYTES;
        var begins = first && lastSequence == 0 && index == 0 && file().number > 1;
        return (begins || header.sequence() == lastSequence + 1)
                && first == (header.flags() == FrameFormat.FIRST_OF_FILE)
                && header.incarnation() >= lastIncarnation
                && header.incarnation() <= incarnation;
    }

    private void take(FrameFormat.Header header) throws IOException {
        lastSequence = header.sequence();
        lastIncarnation = header.incarnation();
        tally.frame(header);
        sections.read(window.buffer(), window.at(position, header.length()), header, file().name, position);
        position += header.length();
    }

    /**
     * Handles a place where no frame follows: either the log ends, or it goes on behind damage.
     *
     * @return whether it goes on
     */
    private boolean skip() throws IOException {
        var startsLost = lastSequence == 0 && files.get(0).number > 1;
        if (!startsLost && highestDurable() <= lastSequence && !isAnyMissingBehind()) {
            tornTail();
            return false;
        }
        if (startsLost) {
            tally.startsLost();
        } else {
            tally.startsPassed();
        }
        var brokenIndex = index;
        var brokenAt = position;
        var brokenHeader = header(brokenAt) != null;
        for (var i = brokenIndex; i < files.size(); i++) {
            enter(i, i == brokenIndex ? brokenAt : FileHeader.BYTES);
            var found = nextIntact(position);
            if (found >= 0) {
                position = found;
                var header = intact(found);
                report(brokenIndex, brokenAt, brokenHeader, header);
                breaks.broken(
                        new LogBreaks.Place(brokenIndex, brokenAt, lastSequence, lastIncarnation),
                        new LogBreaks.Place(i, found, header.sequence(), header.incarnation()));
                take(header);
                return true;
            }
        }
        endsDamaged = true;
        enter(brokenIndex, brokenAt);
        reportEnd(brokenAt, brokenHeader);
        return false;
    }

    /** Whether a file behind is not there: who knows what had been forced of it. */
    private boolean isAnyMissingBehind() {
        return files.subList(index, files.size()).stream().anyMatch(MissingFile::is);
    }

    /** Names where the log ends, though it should not. */
    private void reportEnd(long brokenAt, boolean brokenHeader) {
        var isInNext = !brokenHeader && index + 1 < files.size() && MissingFile.is(files.get(index + 1));
        var broken = isInNext ? files.get(index + 1) : file();
        tally.damage(
                broken.name,
                isInNext ? FileHeader.BYTES : brokenAt,
                broken.bytes,
                "frame " + (lastSequence + 1)
                        + (MissingFile.is(broken) ? " is missing, and" : damagedEnd(broken, brokenHeader))
                        + " no intact one follows");
    }

    private String damagedEnd(JournalFile last, boolean brokenHeader) {
        var maybeBehind = !brokenHeader && index + 1 == files.size()
                ? ", or the file " + JournalFile.name(last.number + 1) + " that it was in is missing"
                : "";
        return " is damaged" + maybeBehind + ", though it had been forced, and";
    }

    /** Names what lies between the place where no frame followed and the next one that is intact. */
    private void report(int brokenIndex, long brokenAt, boolean brokenHeader, FrameFormat.Header next) {
        var problem = problem(next);
        if (index == brokenIndex) {
            var to = position == brokenAt ? position + next.length() : position;
            tally.damage(file().name, brokenAt, to, problem);
            return;
        }
        var broken = files.get(brokenIndex);
        var nextIsWhole = index == brokenIndex + 1 && position == FileHeader.BYTES;
        if (brokenHeader || nextIsWhole && file().number == broken.number + 1) {
            tally.damage(broken.name, brokenAt, broken.bytes, problem);
        }
        for (var i = brokenIndex + 1; i <= index; i++) {
            var to = i == index ? position : files.get(i).bytes;
            if (to > FileHeader.BYTES) {
                tally.damage(files.get(i).name, FileHeader.BYTES, to, problem);
            }
        }
    }

    private String problem(FrameFormat.Header next) {
        var first = lastSequence + 1;
        var last = next.sequence() - 1;
        if (lastSequence == 0 && files.get(0).number > 1) {
            return "the frames before " + next.sequence() + " are damaged or missing";
        }
        if (last < first) {
            return "frame " + first + " is intact, but of incarnation " + next.incarnation()
                    + ", which does not follow " + lastIncarnation + " or is beyond that of " + StoreIdentity.NAME;
        }
        return first == last
                ? "frame " + first + " is damaged"
                : "frames " + first + " to " + last + " are damaged or missing";
    }

    private long nextIntact(long from) throws IOException {
        for (var at = from; window.at(at, FrameFormat.HEADER_BYTES) >= 0; at += FrameFormat.ALIGNMENT) {
            var header = header(at);
            if (header != null && header.sequence() > lastSequence && intact(at) != null) {
                return at;
            }
        }
        return -1;
    }

    /**
     * A later frame tells what had been forced before it was written. Frames before the place in question cannot say
     * more than that place, so all may be asked at once.
     */
    private long highestDurable() throws IOException {
        if (highestDurable >= 0) {
            return highestDurable;
        }
        var before = index;
        var end = position;
        highestDurable = knownSequence;
        for (var i = before; i < files.size(); i++) {
            enter(i, i == before ? end : FileHeader.BYTES);
            for (var at = position; window.at(at, FrameFormat.HEADER_BYTES) >= 0; at += FrameFormat.ALIGNMENT) {
                var header = header(at);
                highestDurable = Math.max(highestDurable, header == null ? 0 : header.durable());
            }
        }
        enter(before, end);
        return highestDurable;
    }

    private void tornTail() throws IOException {
        var end = end();
        for (var i = index; i < files.size(); i++) {
            enter(i, i == index ? position : FileHeader.BYTES);
            var from = position;
            var to = from;
            for (var at = from; window.at(at, FrameFormat.HEADER_BYTES) >= 0; at += FrameFormat.ALIGNMENT) {
                var header = header(at);
                to = header == null ? to : Math.max(to, Math.min(at + header.length(), file().bytes));
            }
            if (to > from) {
                tally.torn(
                        file().name,
                        from,
                        to,
                        "frames after " + lastSequence + " were not completely written, and none says that they had"
                                + " been forced");
            }
        }
        enter(end.file(), end.position());
    }
}
