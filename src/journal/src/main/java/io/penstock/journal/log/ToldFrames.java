package io.penstock.journal.log;

import io.penstock.journal.frame.FrameHandler;
import io.penstock.journal.record.RecordSizes;

import java.nio.ByteBuffer;

/** Passes on to the owner what the journal tells, and remembers the last frame that it was told. */
final class ToldFrames implements FrameHandler {

    private final LogOwner owner;
    private volatile long sequence;

    /** @param sequence that the owner's state was restored to */
    ToldFrames(LogOwner owner, long sequence) {
        this.owner = owner;
        this.sequence = sequence;
    }

    @Override
    public void records(int partition, long baseOffset, int count) {
        owner.records(partition, baseOffset, count);
    }

    @Override
    public void records(int partition, long baseOffset, int count, RecordSizes sizes) {
        owner.records(partition, baseOffset, count, sizes);
    }

    @Override
    public void hole(int partition, long from, long to) {
        owner.hole(partition, from, to);
    }

    @Override
    public void lost(int partition, long from, long to) {
        owner.lost(partition, from, to);
    }

    @Override
    public void unseenBegin(long offset) {
        owner.unseenBegin(offset);
    }

    @Override
    public void entry(ByteBuffer entry) {
        owner.entry(entry);
    }

    @Override
    public void endOfFrame(long ended) {
        owner.endOfFrame(ended);
        sequence = ended;
    }

    /** The last frame that was told in full. */
    long sequence() {
        return sequence;
    }
}
