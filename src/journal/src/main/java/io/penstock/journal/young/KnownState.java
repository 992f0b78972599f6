package io.penstock.journal.young;

import io.penstock.journal.checkpoint.Checkpoint;

/**
 * What is known before a journal is read, from a checkpoint: frames up to that sequence are told to nobody again.
 *
 * @param sequence of the last frame that is known; 0 if none is
 * @param clean whether the log was closed with it
 * @param ends each partition's id and end offset in turn, as of that frame
 */
public record KnownState(long sequence, boolean clean, long[] ends) {

    static final KnownState NOTHING = new KnownState(0, false, new long[0]);

    public static KnownState of(Checkpoint checkpoint) {
        return checkpoint == null
                ? NOTHING
                : new KnownState(checkpoint.sequence(), checkpoint.clean(), checkpoint.ends());
    }
}
