package io.penstock.journal.frame;

import io.penstock.journal.record.RecordSizes;

import java.nio.ByteBuffer;

/**
 * Is told of everything in the journal, in the order of the journal: in recovery by the thread that opens it,
 * afterwards by the thread that writes, after the frame is durable and before its appends complete. The calls are the
 * same for the same bytes: what a handler builds is a function of the journal.
 */
public interface FrameHandler {

    /** Records are readable now: {@code count} of them from {@code baseOffset} on, in file order with entries. */
    void records(int partition, long baseOffset, int count);

    /**
     * Is told of records as {@link #records(int, long, int)} is, and is called in its place.
     *
     * @param sizes of these records; may be asked during the call only
     */
    default void records(int partition, long baseOffset, int count, RecordSizes sizes) {
        records(partition, baseOffset, count);
    }

    /**
     * Offsets at the end of a partition have no record and never will: the log used them for something of its own, and
     * the partition goes on behind them. Told in order with everything else, the same live and in recovery, but never
     * between what one append has written.
     *
     * @param from the first of them: the partition's end until now
     * @param to the offset after the last
     */
    default void hole(int partition, long from, long to) {}

    /**
     * Offsets of a partition are lost, and it goes on behind them: a repair could not tell which of them had records.
     * Unlike everything else this may be told again, and of frames that the handler's state covers already.
     *
     * @param from the first of them
     * @param to the offset after the last
     */
    default void lost(int partition, long from, long to) {}

    /** Partitions that nothing was written to begin at that offset. It may be told again, as lost offsets may. */
    default void unseenBegin(long offset) {}

    /** Is told of a state entry. The buffer is valid during the call only. */
    void entry(ByteBuffer entry);

    /** Is told that everything of one frame has been told. */
    void endOfFrame(long sequence);
}
