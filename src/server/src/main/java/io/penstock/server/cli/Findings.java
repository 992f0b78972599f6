package io.penstock.server.cli;

import io.penstock.broker.entry.EntryView;
import io.penstock.broker.entry.EntryViews;
import io.penstock.journal.offline.LogReport;
import io.penstock.journal.record.LogVisitor;

import java.nio.ByteBuffer;

/** Prints what a check of a log finds, as it is found. */
abstract class Findings implements LogVisitor {

    final PartitionNames names = new PartitionNames();

    private long unreadableEntries;

    @Override
    public void state(long sequence, ByteBuffer state) {
        for (var view : EntryViews.ofState(state)) {
            learn(sequence, view);
        }
    }

    @Override
    public boolean entry(long sequence, ByteBuffer entry) {
        learn(sequence, EntryViews.of(entry));
        return true;
    }

    private void learn(long sequence, EntryView view) {
        if (view.isReadable()) {
            names.learn(view);
        } else {
            unreadableEntries++;
            unreadable(sequence, String.valueOf(view.fields().get("problem")));
        }
    }

    /** An entry in an intact frame, or in a checkpoint up to that one, that this version's broker would refuse. */
    abstract void unreadable(long sequence, String problem);

    abstract void summary(LogReport report);

    /** Counts what keeps this log from being what was written. */
    long damaged(LogReport report) {
        return report.damaged() + unreadableEntries;
    }

    boolean isDamaged(LogReport report) {
        return damaged(report) > 0;
    }
}
