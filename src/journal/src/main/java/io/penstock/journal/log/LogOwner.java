package io.penstock.journal.log;

import io.penstock.journal.archive.PartitionPlan;
import io.penstock.journal.frame.FrameHandler;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/**
 * Has the state that the log keeps: it builds the state from what the log tells, gives it as a snapshot for
 * checkpoints, and decides how long records live.
 */
public interface LogOwner extends FrameHandler {

    /**
     * Where each partition ended when the state of a checkpoint was taken. Called before {@link #restore}; an owner
     * that never has two things use one partition after the other needs none of it.
     *
     * @param idsAndEnds each partition's id and end offset in turn
     */
    default void ends(long[] idsAndEnds) {}

    /**
     * The state of a checkpoint, as {@link #snapshot} gave it. Called at most once, before anything else but
     * {@link #ends} is told. The buffer is valid during the call only.
     */
    void restore(ByteBuffer snapshot);

    /**
     * The state after everything that has been told so far. Called by the journal's writer, which must not wait; the
     * stage is completed by any thread.
     */
    CompletionStage<byte[]> snapshot();

    /**
     * Says what a partition belongs to, and how its old records are kept; null if it does not exist any more, or if
     * none of its records gets old. Called by background threads.
     */
    PartitionPlan plan(int partition);

    /**
     * The offsets from {@code from} to {@code to} (exclusive) that somebody still has to read or settle, as ranges:
     * from (inclusive) and to (exclusive) in turn, ascending. Called by background threads; may wait.
     */
    long[] needed(int partition, long from, long to);
}
