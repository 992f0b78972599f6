package io.penstock.journal.young;

/**
 * Names the part of a journal that a checkpoint covers. Recovery tells the handler nothing of frames up to that
 * sequence, since their effect is in the checkpoint.
 *
 * @param sequence that of the last frame that is known; 0 if none is
 * @param clean whether the log was closed with it
 * @param ends each partition's id and end offset in turn, as of that frame
 * @param moved every frame up to that one may have been given up: the journal begins no later
 */
public record KnownState(long sequence, boolean clean, long[] ends, long moved) {

    /** The state of a journal of which nothing is known: it is read from its first frame. */
    public static final KnownState NOTHING = new KnownState(0, false, new long[0], 0);
}
