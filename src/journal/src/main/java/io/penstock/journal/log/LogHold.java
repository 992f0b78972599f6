package io.penstock.journal.log;

import io.penstock.journal.JournalException;
import io.penstock.journal.archive.Archive;
import io.penstock.journal.checkpoint.Checkpoint;
import io.penstock.journal.storage.StorageFile;
import io.penstock.journal.young.JournalHold;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Keeps what belongs to a checkpoint while it is copied: journal files are not overwritten, segments not deleted. It is
 * in memory alone, so that nothing of it is left after a crash. It gives way when others need the space; whoever copies
 * asks now and then, and always after the last byte of a file.
 */
final class LogHold implements AutoCloseable {

    private final Holds holds;
    private final Archive archive;
    private final JournalHold journal;
    private final Checkpoint.Mark checkpoint;
    private final StorageFile checkpointFile;

    /** Why it was given up before its time. */
    private final AtomicReference<String> gaveWay = new AtomicReference<>();

    LogHold(Holds holds, Archive archive, JournalHold journal, Checkpoint.Mark checkpoint, StorageFile checkpointFile) {
        this.holds = holds;
        this.archive = archive;
        this.journal = journal;
        this.checkpoint = checkpoint;
        this.checkpointFile = checkpointFile;
    }

    Checkpoint.Mark checkpoint() {
        return checkpoint;
    }

    /** The file of the checkpoint, open: its name goes when there are two later ones. */
    StorageFile checkpointFile() {
        return checkpointFile;
    }

    JournalHold journal() {
        return journal;
    }

    /** @throws JournalException if what was held need not be there any more */
    void require() {
        if (gaveWay.get() == null) {
            holds.giveWayIfTight();
        }
        var reason = gaveWay.get();
        if (reason != null) {
            throw new JournalException("The log was not copied: " + reason + ".");
        }
    }

    /** Lets everything go, at once. Any thread may call it. */
    void giveWay(String reason) {
        if (gaveWay.compareAndSet(null, reason)) {
            free();
        }
    }

    private void free() {
        archive.endHold();
        journal.close();
        // The last, so that what was kept goes in the next round.
        holds.ended(this);
    }

    @Override
    public void close() throws IOException {
        giveWay("it is over");
        checkpointFile.close();
    }
}
