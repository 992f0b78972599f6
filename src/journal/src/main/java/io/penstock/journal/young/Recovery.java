package io.penstock.journal.young;

import io.penstock.journal.JournalException;
import io.penstock.journal.commit.FrameLog;
import io.penstock.journal.file.FileHeader;
import io.penstock.journal.file.FileProvider;
import io.penstock.journal.file.FileWindow;
import io.penstock.journal.file.JournalFile;
import io.penstock.journal.file.JournalFiles;
import io.penstock.journal.frame.FrameApplier;
import io.penstock.journal.frame.FrameFormat;
import io.penstock.journal.storage.Storage;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Finds the end of a journal: the first place at which no frame follows. Applies everything before it, and makes sure
 * that nothing after it can ever be taken for a frame.
 *
 * <p>A later frame that says that the missing one was forced tells damage from a torn tail: a forced frame does not
 * vanish by a crash. Damage is reported and nothing touched. Of a torn tail nothing was ever promised to survive.
 */
final class Recovery {

    private static final Logger LOG = Logger.getLogger(Recovery.class);

    private final Storage storage;
    private final FileProvider provider;
    private final JournalFiles files;
    private final FrameApplier applier;
    private final int incarnation;
    private final KnownState known;
    private final ProgressReport progress;
    private final FileWindow window = new FileWindow();
    private final CRC32C crc = new CRC32C();

    private JournalFile oldest;
    private long lastSequence;
    private int lastIncarnation;

    /** The sequence up to which the frames themselves say that they were forced. */
    private long lastDurable;

    Recovery(
            Storage storage,
            FileProvider provider,
            JournalFiles files,
            FrameApplier applier,
            int incarnation,
            KnownState known,
            ProgressReport progress) {
        this.storage = storage;
        this.provider = provider;
        this.files = files;
        this.applier = applier;
        this.incarnation = incarnation;
        this.known = known;
        this.progress = progress;
    }

    /** Bytes after the end that look like frames of that file. */
    private record Remains(JournalFile file, long from, long to) {}

    /** Recovers, which may be cut short and begun anew at any point. */
    FrameLog.End run() throws IOException {
        var all = files.all();
        var index = 0;
        oldest = all.get(0);
        var file = oldest;
        var position = (long) FileHeader.BYTES;
        window.open(file);
        progress.begin(all.stream().mapToLong(each -> each.bytes).sum());
        while (true) {
            var header = following(file, position);
            if (header != null) {
                take(header, file, position);
                position += header.length();
            } else if (index + 1 < all.size() && goesOnIn(all.get(index + 1))) {
                file.seal(lastSequence);
                file = all.get(++index);
                position = FileHeader.BYTES;
            } else {
                break;
            }
        }
        if (lastSequence == 0 && file.number > 1) {
            throw damaged(file, position);
        }
        var remains = remains(all.subList(index, all.size()), position);
        if (lastSequence < known.sequence()) {
            // A checkpoint is written only once its frames are forced.
            throw damaged(file, position);
        }
        clear(remains);
        forceFull(all.subList(0, index));
        complete(file);
        progress.end();
        returnUnused(all.subList(index + 1, all.size()));
        return new FrameLog.End(file, position, lastSequence);
    }

    private void take(FrameFormat.Header header, JournalFile file, long position) throws IOException {
        if (lastSequence == 0 && header.sequence() > known.sequence() + 1 && known.sequence() > 0) {
            throw new JournalException.Corrupted("The journal begins with frame " + header.sequence() + " in "
                    + storage.describe(file.name) + ", and the checkpoint ends with frame " + known.sequence()
                    + ": what was between is missing. Nothing was changed: put the files back, or restore the directory"
                    + " from a backup.");
        }
        applier.apply(window.buffer(), window.at(position, header.length()), header, file, position);
        if (lastSequence == 0) {
            requireBegin(header, file);
        }
        lastSequence = header.sequence();
        lastIncarnation = header.incarnation();
        lastDurable = Math.max(lastDurable, header.durable());
        progress.advance(header.length(), applier.recordsOfLastFrame());
        if (lastSequence == known.sequence()) {
            requireEnds(file);
        }
    }

    /** Nothing is given up but what was moved, so that files before this one cannot be missing for another reason. */
    private void requireBegin(FrameFormat.Header header, JournalFile file) {
        // A repair does not know where lost frames began.
        if (file.number > 1 && header.sequence() > known.moved() + 1 && known.sequence() > 0 && !applier.hasLost()) {
            throw new JournalException.Corrupted("The journal file "
                    + storage.describe(JournalFile.name(file.number - 1)) + " is missing: " + file.name
                    + " begins with frame " + header.sequence() + ", and only what frames up to " + known.moved()
                    + " held was moved to the archive. Nothing was changed: put the file back, restore the directory"
                    + " from a backup, or give up what was in it (penstock log repair --cut).");
        }
    }

    /**
     * The journal and the checkpoint were written beside each other; that they agree tells that neither was mistaken.
     */
    private void requireEnds(JournalFile file) {
        for (var i = 0; i < known.ends().length; i += 2) {
            var id = (int) known.ends()[i];
            var end = applier.endOffset(id);
            // A repair knows only how far a partition may have come.
            if (end != known.ends()[i + 1] && !applier.hasLost()) {
                throw new JournalException.Corrupted("Partition " + id + " ends at offset " + end + " after frame "
                        + lastSequence + " in " + storage.describe(file.name) + ", and the checkpoint says "
                        + known.ends()[i + 1] + ". Nothing was changed: restore the directory from a backup.");
            }
        }
    }

    private boolean goesOnIn(JournalFile next) throws IOException {
        window.open(next);
        return following(next, FileHeader.BYTES) != null;
    }

    /** The intact frame at that place, if it is the one that follows the last. */
    private FrameFormat.Header following(JournalFile file, long position) throws IOException {
        var at = window.at(position, FrameFormat.HEADER_BYTES);
        var header = at < 0 ? null : FrameFormat.header(window.buffer(), at, file.seed, crc);
        if (header == null || !follows(header, file, position)) {
            return null;
        }
        at = window.at(position, header.length());
        return at >= 0 && FrameFormat.isIntact(window.buffer(), at, header.length(), file.seed, crc) ? header : null;
    }

    private boolean follows(FrameFormat.Header header, JournalFile file, long position) {
        var first = position == FileHeader.BYTES;
        // Files before the oldest one were released: its first frame says where the sequence goes on.
        var begins = first && lastSequence == 0 && file == oldest && file.number > 1;
        return (begins || header.sequence() == lastSequence + 1)
                && first == (header.flags() == FrameFormat.FIRST_OF_FILE)
                && header.incarnation() >= lastIncarnation
                && header.incarnation() <= incarnation;
    }

    private List<Remains> remains(List<JournalFile> tail, long end) throws IOException {
        var found = new ArrayList<Remains>();
        var from = end;
        for (var file : tail) {
            window.open(file);
            var to = from;
            for (var at = from; window.at(at, FrameFormat.HEADER_BYTES) >= 0; at += FrameFormat.ALIGNMENT) {
                var place = window.at(at, FrameFormat.HEADER_BYTES);
                var header = FrameFormat.header(window.buffer(), place, file.seed, crc);
                if (header != null && header.durable() > lastSequence) {
                    throw damaged(tail.get(0), end);
                }
                if (header != null) {
                    to = Math.max(to, Math.min(at + header.length(), file.bytes));
                }
            }
            if (to > from) {
                found.add(new Remains(file, from, to));
            }
            from = FileHeader.BYTES;
        }
        return found;
    }

    private JournalException damaged(JournalFile file, long position) {
        return new JournalException.Corrupted("Frame " + (lastSequence + 1) + " in " + storage.describe(file.name)
                + " at position " + position + " is damaged, though it had been forced to the disk. Nothing was"
                + " changed: check the disk, and restore the directory from a backup.");
    }

    private void clear(List<Remains> found) throws IOException {
        // Last first: cut short, it leaves the end where it was.
        for (var i = found.size() - 1; i >= 0; i--) {
            var remains = found.get(i);
            LOG.warnf(
                    "Dropped %d bytes from position %d of %s: frames after %d were not completely written when the"
                            + " process or the machine stopped, and no frame says that they had been forced.",
                    remains.to - remains.from, remains.from, storage.describe(remains.file.name), lastSequence);
            provider.fill(remains.file.content, remains.from, remains.to);
            remains.file.content.force();
        }
    }

    /**
     * Forces what was read, which may be in the system's cache only, of several files; from now on it counts as
     * durable.
     */
    private void forceFull(List<JournalFile> full) throws IOException {
        for (var file : full) {
            if (file.lastSequence() > lastDurable) {
                file.content.force();
            }
        }
    }

    /** Forces the last file as {@link #forceFull} does, and brings it to its full size first. */
    private void complete(JournalFile last) throws IOException {
        var size = last.content.size();
        if (size < last.bytes) {
            provider.fill(last.content, size, last.bytes);
        }
        last.content.force();
    }

    private void returnUnused(List<JournalFile> rest) throws IOException {
        for (var i = rest.size() - 1; i >= 0; i--) {
            var file = rest.get(i);
            files.remove(file);
            if (i == 0 && provider.fits(file)) {
                provider.prepared(file);
            } else {
                provider.recycle(file);
            }
        }
    }
}
