package io.penstock.journal.frame;

/** Collects what the writer gathers for one partition, and tells readers where to find what was written. */
public final class Partition {

    public final int id;
    public final BatchIndex index;

    /**
     * The offset of the next record that is written, which is ahead of the index by one frame at most; used by the
     * writer.
     */
    long nextOffset;

    /** The records of the frame in the making that await their batch; used by the writer. */
    AppendItem firstGathered;

    AppendItem lastGathered;
    int gatheredBytes;

    Partition(int id, long endOffset) {
        this.id = id;
        index = new BatchIndex(endOffset);
        nextOffset = endOffset;
    }
}
