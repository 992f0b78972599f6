package io.penstock.journal.log;

import io.penstock.journal.archive.Archive;
import io.penstock.journal.checkpoint.Checkpoints;
import io.penstock.journal.file.JournalFile;
import io.penstock.journal.file.StoreIdentity;
import io.penstock.journal.log.CopyTarget.CopiedFile;
import io.penstock.journal.storage.Storage;
import io.penstock.journal.storage.StorageFile;
import io.penstock.journal.young.Journal;
import io.penstock.journal.young.JournalHold;
import org.jboss.logging.Logger;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Copies a log that is in use, as of one frame: a checkpoint, the archive that belongs to it, and the journal up to the
 * checkpoint's last frame. The copy opens as the log would after a crash right behind that frame. It is for one thread.
 */
final class LogCopier {

    private static final Logger LOG = Logger.getLogger(LogCopier.class);

    /** So much is copied before it is asked again whether the hold still holds. */
    static final int CHUNK_BYTES = 1 << 20;

    /** Names that every file system and every tool can bear; hidden files are none of them. */
    private static final Pattern OTHERS = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");

    private final Storage storage;
    private final Journal journal;
    private final Archive archive;
    private final LogHold hold;
    private final CopyTarget target;

    LogCopier(Storage storage, Journal journal, Archive archive, LogHold hold, CopyTarget target) {
        this.storage = storage;
        this.journal = journal;
        this.archive = archive;
        this.hold = hold;
        this.target = target;
    }

    LogCopy run() throws IOException {
        var checkpoint = hold.checkpoint();
        try (var identity = storage.open(StoreIdentity.NAME)) {
            target.take(new OpenFile(hold, StoreIdentity.NAME, identity, identity.size()));
        }
        var name = Checkpoints.name(checkpoint.number());
        target.take(new OpenFile(
                hold, name, hold.checkpointFile(), hold.checkpointFile().size()));
        copyJournal();
        new SegmentCopier(storage.folder(LocalLog.ARCHIVE), archive, hold, target).copy(checkpoint.marks());
        copyOthers();
        hold.require();
        return new LogCopy(journal.storeId(), checkpoint.sequence(), new TreeMap<>(archive.offline()));
    }

    /** Journal files come first, because the log makes new ones as long as it cannot use these again. */
    private void copyJournal() throws IOException {
        var held = hold.journal();
        for (var file : held.files()) {
            if (!held.isComplete()) {
                target.take(new FramesFile(held, file));
                hold.require();
            }
            held.copied(file);
        }
        held.close();
    }

    /** What others keep beside the log, such as the first attempts of traces. */
    private void copyOthers() throws IOException {
        var folders = new HashSet<>(storage.folders());
        for (var name : storage.list()) {
            if (!folders.contains(name) && isOthers(name)) {
                copyOther(name);
            }
        }
    }

    private static boolean isOthers(String name) {
        return OTHERS.matcher(name).matches()
                && !name.startsWith(StoreIdentity.NAME)
                && !name.startsWith(Checkpoints.PREFIX)
                && !name.contains(JournalFile.SUFFIX)
                && !name.endsWith(Checkpoints.WRITING_SUFFIX);
    }

    private void copyOther(String name) throws IOException {
        StorageFile file;
        try {
            file = storage.open(name);
        } catch (IOException e) {
            LOG.warnf("%s is not in the copy of the log, which has no need of it: %s", storage.describe(name), e);
            return;
        }
        try (file) {
            target.take(new OpenFile(hold, name, file, file.size()));
        }
    }

    /** A journal file, which may be written to. */
    private final class FramesFile implements CopiedFile {

        private final JournalHold held;
        private final JournalFile file;

        FramesFile(JournalHold held, JournalFile file) {
            this.held = held;
            this.file = file;
        }

        @Override
        public String path() {
            return file.name;
        }

        @Override
        public long bytes() {
            return file.bytes;
        }

        @Override
        public void writeTo(OutputStream output) throws IOException {
            try {
                var pieces = new BufferedOutputStream(new HeldOutput(output), CHUNK_BYTES);
                held.copy(file, pieces);
                pieces.flush();
            } catch (IOException e) {
                // A file that was given up is no defect of the disk.
                hold.require();
                throw e;
            }
        }
    }

    /** Looks after the hold between pieces. */
    private final class HeldOutput extends OutputStream {

        private final OutputStream output;

        HeldOutput(OutputStream output) {
            this.output = output;
        }

        @Override
        public void write(int value) throws IOException {
            output.write(value);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            hold.require();
            output.write(bytes, from, count);
        }
    }
}
