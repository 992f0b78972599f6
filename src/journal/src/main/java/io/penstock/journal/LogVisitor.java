package io.penstock.journal;

import io.penstock.journal.record.LogRecord;

import java.nio.ByteBuffer;

/** Is told of everything in a log, in the order of the log, while it is walked. */
public interface LogVisitor {

    /** @return whether to go on */
    default boolean record(int partition, LogRecord record) {
        return true;
    }

    /**
     * A state entry. The buffer is valid during the call only.
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
