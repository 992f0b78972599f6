package io.penstock.journal.log;

import io.penstock.journal.JournalException;
import io.penstock.journal.archive.Archive;
import io.penstock.journal.checkpoint.Checkpoint;
import io.penstock.journal.checkpoint.Checkpoints;
import io.penstock.journal.storage.Storage;
import io.penstock.journal.young.Journal;

import java.io.IOException;

/** Knows the one hold that there may be. It begins while nothing gets old; any thread may ask for it, and end it. */
final class Holds {

    private final Journal journal;
    private final Archive archive;

    /** What somebody copies; null if nobody does. */
    private volatile LogHold current;

    /** Somebody waits for a hold, so that the step at hand comes to its end soon. */
    private volatile boolean wanted;

    Holds(Journal journal, Archive archive) {
        this.journal = journal;
        this.archive = archive;
    }

    void want() {
        wanted = true;
    }

    boolean isWanted() {
        return wanted;
    }

    /** Nobody waits any more. @throws JournalException.NotOpen if there is a hold */
    void requireNone() {
        wanted = false;
        if (current != null) {
            throw new JournalException.NotOpen("The log is being copied already.", null);
        }
    }

    /** @param newest the checkpoint that was just written */
    LogHold begin(Storage storage, Checkpoint.Mark newest) throws IOException {
        var file = storage.open(Checkpoints.name(newest.number()));
        try {
            archive.hold();
            current = new LogHold(this, archive, journal.hold(newest.moved(), newest.sequence()), newest, file);
            return current;
        } catch (RuntimeException e) {
            archive.endHold();
            file.close();
            throw e;
        }
    }

    boolean isHeld() {
        return current != null;
    }

    void ended(LogHold ended) {
        if (current == ended) {
            current = null;
        }
    }

    /** Senders need the space more than a copy does, which can be begun anew. */
    void giveWayIfTight() {
        if (current != null && journal.isSpaceTight()) {
            giveWay("free space became short where the log lies, and senders need what the copy keeps. Free some space,"
                    + " or copy to another file system");
        }
    }

    void giveWay(String reason) {
        var held = current;
        if (held != null) {
            held.giveWay(reason);
        }
    }
}
