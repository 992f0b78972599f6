package io.penstock.journal;

import io.penstock.journal.record.EncodedRecord;

/**
 * One thing to write: a record of a partition, or an entry. An {@link Append} is its own first item, so that one which
 * carries a single record costs no further object.
 */
class AppendItem {

    static final int ENTRY = -1;

    int partition = ENTRY;
    EncodedRecord record;
    byte[] entry;

    /** What was added next to the same append. */
    AppendItem nextInAppend;

    /** The writer's: what follows in the same batch. */
    AppendItem nextInBatch;

    /** The writer's: the record's offset. */
    long offset = -1;

    /** An item of an append that has more than one. */
    static final class Further extends AppendItem {}
}
