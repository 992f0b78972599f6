package io.penstock.journal;

import java.util.Iterator;

/** A batch of records of one partition as it lies in the log, checked against its checksum. */
public final class RecordBatch implements Iterable<LogRecord> {

    public long baseOffset() {
        throw new UnsupportedOperationException("skeleton");
    }

    /** The offset after the last record. */
    public long endOffset() {
        throw new UnsupportedOperationException("skeleton");
    }

    @Override
    public Iterator<LogRecord> iterator() {
        throw new UnsupportedOperationException("skeleton");
    }
}
