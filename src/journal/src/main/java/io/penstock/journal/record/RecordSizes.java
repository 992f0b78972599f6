package io.penstock.journal.record;

/** Gives the sizes of records that are being told; they are found only if somebody asks. */
public interface RecordSizes {

    /** Sizes by record, in order: the bytes of key, value and headers as they are serialised. */
    int[] fieldBytes();
}
