package io.penstock.broker.recovery;

import io.penstock.broker.destination.PartitionPlans;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.EntryCodec;
import io.penstock.broker.entry.SnapshotFormat;
import io.penstock.broker.feed.NeededRanges;
import io.penstock.journal.archive.PartitionPlan;
import io.penstock.journal.log.LogOwner;
import io.penstock.journal.record.RecordSizes;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/** Turns frames of the log into state: the one path for what was recovered and for what has just been written. */
public final class JournalFollower implements LogOwner {

    private static final long[] NOTHING = {};

    private final BrokerState state;
    private boolean shutDown = true;

    public JournalFollower(BrokerState state) {
        this.state = state;
    }

    /** Whether the last process gave everything back before it ended; then nothing was handed out in vain. */
    boolean wasShutDown() {
        return shutDown;
    }

    @Override
    public void ends(long[] idsAndEnds) {
        state.destinations().restoring(idsAndEnds);
    }

    @Override
    public void restore(ByteBuffer snapshot) {
        SnapshotFormat.read(snapshot, this::apply);
        state.destinations().restored();
    }

    @Override
    public void records(int partition, long baseOffset, int count) {
        throw new IllegalStateException("Records are told with their sizes.");
    }

    @Override
    public void records(int partition, long baseOffset, int count, RecordSizes sizes) {
        state.destinations().written(partition, baseOffset, count, sizes);
    }

    @Override
    public void hole(int partition, long from, long to) {
        state.destinations().hole(partition, from, to);
    }

    /** What is lost of a partition is as if it had never been there. */
    @Override
    public void lost(int partition, long from, long to) {
        state.destinations().hole(partition, from, to);
    }

    @Override
    public void unseenBegin(long offset) {
        state.destinations().unseenBegin(offset);
    }

    @Override
    public void entry(ByteBuffer bytes) {
        apply(EntryCodec.decode(bytes));
    }

    private void apply(Entry entry) {
        if (entry instanceof Entry.ShutDown || entry instanceof Entry.Started) {
            shutDown = entry instanceof Entry.ShutDown;
        }
        state.apply(entry);
    }

    @Override
    public void endOfFrame(long sequence) {
        // Each call before was complete in itself: state never depends on where a frame ends.
    }

    @Override
    public CompletionStage<byte[]> snapshot() {
        return BrokerSnapshot.take(state, shutDown);
    }

    @Override
    public PartitionPlan plan(int partition) {
        var log = state.destinations().partition(partition);
        return log == null ? null : PartitionPlans.of(log);
    }

    @Override
    public long[] needed(int partition, long from, long to) {
        var log = state.destinations().partition(partition);
        if (log == null) {
            return NOTHING;
        }
        var needed = NOTHING;
        for (var engine : state.subscriptions().list(log.destination())) {
            if (engine.declared().isProtected()) {
                long[] more = engine.loop().ask(() -> engine.report().needed(log.index(), from, to));
                needed = NeededRanges.union(needed, more);
            }
        }
        return needed;
    }
}
