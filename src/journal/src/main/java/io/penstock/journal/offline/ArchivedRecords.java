package io.penstock.journal.offline;

import io.penstock.journal.LogDamage;
import io.penstock.journal.LogGap;
import io.penstock.journal.archive.ArchiveInspector;
import io.penstock.journal.archive.ArchiveMarks;
import io.penstock.journal.checkpoint.Checkpoint;
import io.penstock.journal.record.LogRecord;
import io.penstock.journal.record.LogVisitor;
import io.penstock.journal.storage.Storage;

/** Reports the records that are in the archive and no longer in the journal, and counts what is wrong there. */
final class ArchivedRecords implements LogVisitor {

    private static final int NOBODYS = -1;

    private final Checkpoint newest;
    private final JournalStarts starts;
    private final LogTally tally;
    private final LogVisitor visitor;
    private boolean stopped;

    /** @param newest null if there is none that is whole */
    ArchivedRecords(Checkpoint newest, JournalStarts starts, LogTally tally, LogVisitor visitor) {
        this.newest = newest;
        this.starts = starts;
        this.tally = tally;
        this.visitor = visitor;
    }

    void walk(Storage archive) {
        var marks = newest == null ? ArchiveMarks.NONE : newest.marks();
        tally.archive(new ArchiveInspector(archive, marks).walk(this));
    }

    /** Whether the visitor has seen enough. */
    boolean stopped() {
        return stopped;
    }

    @Override
    public boolean record(int partition, LogRecord record) {
        // Records that no mark knows belong to a move that was not finished: the journal has them.
        var unfinished = partition == NOBODYS && newest != null;
        if (!unfinished && (partition == NOBODYS || !starts.has(partition, record.offset()))) {
            stopped = !visitor.record(partition, record);
        }
        return !stopped;
    }

    @Override
    public void damage(LogDamage damage) {
        tally.found(damage);
    }

    @Override
    public void gap(LogGap gap) {
        visitor.gap(gap);
    }
}
