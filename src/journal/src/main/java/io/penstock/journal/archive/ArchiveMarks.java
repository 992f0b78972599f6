package io.penstock.journal.archive;

import java.util.List;

/**
 * Says which part of the archive is durable: all that lies beyond is a move that was not finished, and is still in the
 * journal.
 *
 * @param partitions by id, ascending
 */
public record ArchiveMarks(List<PartitionMark> partitions) {

    /** The marks of an archive that nothing was moved to. */
    public static final ArchiveMarks NONE = new ArchiveMarks(List.of());

    public ArchiveMarks {
        partitions = List.copyOf(partitions);
    }

    /**
     * The durable part of one partition.
     *
     * @param folder where its segments lie
     * @param startOffset everything below was removed
     * @param endOffset everything below was moved, or needed no moving
     * @param segments by base offset; the last one is the active one, and its length is that which was forced
     */
    public record PartitionMark(
            int partition, String folder, long startOffset, long endOffset, List<SegmentMark> segments) {

        public PartitionMark {
            segments = List.copyOf(segments);
        }
    }

    /** The durable part of one segment. */
    public record SegmentMark(long baseOffset, long bytes) {

        /** The name of its file. */
        public String name() {
            return Segment.name(baseOffset, Segment.LOG);
        }

        /** The name of its file once it was taken out of use. */
        public String removedName() {
            return Segment.name(baseOffset, Segment.LOG + Segment.REMOVED);
        }
    }
}
