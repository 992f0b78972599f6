package io.penstock.journal.checkpoint;

import io.penstock.journal.JournalException;
import io.penstock.journal.archive.ArchiveMarks;
import io.penstock.journal.archive.ArchiveMarks.PartitionMark;
import io.penstock.journal.archive.ArchiveMarks.SegmentMark;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/**
 * The archive's marks in a checkpoint, up to the end of the section; for each partition, by id:
 *
 * <pre>
 *  0  int32   partition
 *  4  int64   start offset
 * 12  int64   end offset
 * 20  int32   length of the folder's name
 * 24  int32   number of segments
 * 28  folder: UTF-8
 *     segments, by base offset: int64 base offset, int64 bytes
 * </pre>
 */
final class MarksFormat {

    private static final int PARTITION_BYTES = 28;
    private static final int SEGMENT_BYTES = 16;

    private MarksFormat() {}

    static ByteBuffer encode(ArchiveMarks marks) {
        var bytes = 0L;
        for (var partition : marks.partitions()) {
            bytes += PARTITION_BYTES
                    + folder(partition).length
                    + (long) SEGMENT_BYTES * partition.segments().size();
        }
        if (bytes > CheckpointFormat.MAX_BYTES) {
            throw new JournalException.TooLarge("The archive has so many segments that their list of " + bytes
                    + " bytes does not fit into a checkpoint. Let them be larger, or keep records for less long.");
        }
        var buffer = ByteBuffer.allocate((int) bytes);
        for (var partition : marks.partitions()) {
            var folder = folder(partition);
            buffer.putInt(partition.partition())
                    .putLong(partition.startOffset())
                    .putLong(partition.endOffset());
            buffer.putInt(folder.length).putInt(partition.segments().size()).put(folder);
            for (var segment : partition.segments()) {
                buffer.putLong(segment.baseOffset()).putLong(segment.bytes());
            }
        }
        return buffer.flip();
    }

    private static byte[] folder(PartitionMark partition) {
        return partition.folder().getBytes(StandardCharsets.UTF_8);
    }

    /** The marks, or null if these are none. */
    static ArchiveMarks decode(ByteBuffer bytes) {
        var partitions = new ArrayList<PartitionMark>();
        while (bytes.hasRemaining()) {
            var partition = bytes.remaining() < PARTITION_BYTES ? null : partition(bytes);
            if (partition == null) {
                return null;
            }
            partitions.add(partition);
        }
        return new ArchiveMarks(partitions);
    }

    private static PartitionMark partition(ByteBuffer bytes) {
        var id = bytes.getInt();
        var start = bytes.getLong();
        var end = bytes.getLong();
        var folderBytes = bytes.getInt();
        var segmentCount = bytes.getInt();
        // The numbers are checked before anything is allocated for them.
        if (folderBytes < 0
                || segmentCount < 0
                || folderBytes + (long) SEGMENT_BYTES * segmentCount > bytes.remaining()) {
            return null;
        }
        var folder = new byte[folderBytes];
        bytes.get(folder);
        var segments = new ArrayList<SegmentMark>(segmentCount);
        for (var i = 0; i < segmentCount; i++) {
            segments.add(new SegmentMark(bytes.getLong(), bytes.getLong()));
        }
        return new PartitionMark(id, new String(folder, StandardCharsets.UTF_8), start, end, segments);
    }
}
