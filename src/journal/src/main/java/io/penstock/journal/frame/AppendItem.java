package io.penstock.journal.frame;

import io.penstock.journal.record.EncodedBatch;
import io.penstock.journal.record.EncodedRecord;

/**
 * One thing to write: a record of a partition, a whole batch of them, or an entry. An {@link Append} is its own first
 * item, so that one with a single record costs no further object.
 */
class AppendItem {

    static final int ENTRY = -1;

    int partition = ENTRY;
    EncodedRecord record;
    EncodedBatch batch;
    byte[] entry;

    /** The item that was added next to the same append. */
    AppendItem nextInAppend;

    /** The item that follows in the same batch; used by the writer. */
    AppendItem nextInBatch;

    /** The offset of the record, or of the first record in the batch; set by the writer. */
    long offset = -1;

    /** An item of an append that has more than one. */
    static final class Further extends AppendItem {}
}
