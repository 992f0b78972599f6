package io.penstock.journal.record;

/** The sizes of records that are being told; found only if somebody asks. */
public interface RecordSizes {

    /** By record, in order: the bytes of key, value and headers as they are serialised. */
    int[] fieldBytes();
}
