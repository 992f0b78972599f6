package io.penstock.journal.checkpoint;

import io.penstock.journal.archive.ArchiveMarks;

import java.nio.ByteBuffer;

/**
 * Holds everything that a start needs besides the journal after it: the state as of one frame, and the archive that
 * belongs to it.
 *
 * @param number one more than that of the checkpoint before
 * @param incarnation that wrote it
 * @param sequence of the last frame that is in the state; forced before the checkpoint was written
 * @param moved every frame up to this sequence is in the archive, as the marks have it, or needs not be
 * @param clean whether the log was closed with it, so that nothing was written afterwards
 * @param ends each partition's id and end offset in turn, by id
 * @param state of the owner
 */
public record Checkpoint(
        long number,
        int incarnation,
        long sequence,
        long moved,
        boolean clean,
        long[] ends,
        ArchiveMarks marks,
        ByteBuffer state) {

    /** The part of a checkpoint that stays in memory while the checkpoint is kept. */
    public record Mark(long number, long sequence, long moved, ArchiveMarks marks) {

        /** Whether it says the same of the archive. */
        public boolean isAsOld(Mark other) {
            return moved == other.moved && marks.equals(other.marks);
        }
    }

    Mark mark() {
        return new Mark(number, sequence, moved, marks);
    }
}
