package io.penstock.journal.record;

import io.penstock.journal.LogDamage;
import io.penstock.journal.LogGap;

import java.nio.ByteBuffer;

/** Is told of everything in a log, oldest first, during a walk through it. */
public interface LogVisitor {

    /**
     * The owner's state in the newest checkpoint, before anything else. The buffer is valid during the call only.
     *
     * @param sequence of the last frame that is in it
     */
    default void state(long sequence, ByteBuffer state) {}

    /**
     * Is told of a record: first of those of the archive, partition by partition, then of those of the journal.
     *
     * @param partition -1 in the archive, if no checkpoint says whose folder it is
     * @return whether to go on
     */
    default boolean record(int partition, LogRecord record) {
        return true;
    }

    /**
     * Is told of a state entry. The buffer is valid during the call only.
     *
     * @param sequence of its frame
     * @return whether to go on
     */
    default boolean entry(long sequence, ByteBuffer entry) {
        return true;
    }

    void damage(LogDamage damage);

    void gap(LogGap gap);
}
