package io.penstock.server.cli;

import io.penstock.broker.entry.EntryView;
import io.penstock.broker.entry.EntryViews;
import io.penstock.journal.LogDamage;
import io.penstock.journal.LogGap;
import io.penstock.journal.record.LogRecord;
import io.penstock.journal.record.LogVisitor;

import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;

/** Chooses what of a log is printed, and ends when all of that is printed or nobody reads it any more. */
final class Dump implements LogVisitor {

    /** Asking whether anybody reads flushes the output, so it is not done for each line. */
    private static final int LINES_BETWEEN_CHECKS = 1_000;

    /** Takes the lines that are printed. */
    interface Lines {

        /** @param name of the partition; null if it is not known */
        void record(int partition, String name, LogRecord record);

        void entry(long sequence, EntryView entry);

        void damage(LogDamage damage);

        void gap(LogGap gap);
    }

    /**
     * Says what is printed.
     *
     * @param partition null for all
     * @param from lowest offset
     * @param limit how many lines
     * @param entries whether entries are
     */
    record Selection(Integer partition, long from, long limit, boolean entries) {}

    private final Lines lines;
    private final Selection selection;
    private final BooleanSupplier outputLost;
    private final PartitionNames names = new PartitionNames();
    private long printed;
    private boolean damaged;

    Dump(Lines lines, Selection selection, BooleanSupplier outputLost) {
        this.lines = lines;
        this.selection = selection;
        this.outputLost = outputLost;
    }

    @Override
    public void state(long sequence, ByteBuffer state) {
        for (var view : EntryViews.ofState(state)) {
            names.learn(view);
            damaged |= !view.isReadable();
        }
    }

    @Override
    public boolean record(int partition, LogRecord record) {
        if (record.offset() < selection.from || selection.partition != null && selection.partition != partition) {
            return true;
        }
        lines.record(partition, names.name(partition), record);
        return goesOn();
    }

    @Override
    public boolean entry(long sequence, ByteBuffer entry) {
        var view = EntryViews.of(entry);
        names.learn(view);
        damaged |= !view.isReadable();
        if (!selection.entries) {
            return true;
        }
        lines.entry(sequence, view);
        return goesOn();
    }

    private boolean goesOn() {
        printed++;
        return printed < selection.limit && (printed % LINES_BETWEEN_CHECKS != 0 || !outputLost.getAsBoolean());
    }

    @Override
    public void damage(LogDamage damage) {
        damaged |= damage.effect() == LogDamage.Effect.DAMAGE;
        lines.damage(damage);
    }

    @Override
    public void gap(LogGap gap) {
        damaged = true;
        lines.gap(gap);
    }

    /** Whether anything was damaged up to where it ended. */
    boolean isDamaged() {
        return damaged;
    }
}
