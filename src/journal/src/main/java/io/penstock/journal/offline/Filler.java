package io.penstock.journal.offline;

import io.penstock.journal.file.JournalFile;
import io.penstock.journal.frame.FrameFormat;
import io.penstock.journal.frame.LostSection;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Describes frames that are written in place of others that cannot be read any more, so that the sequence has no gap.
 *
 * @param file that they lie in
 * @param from where the first begins
 * @param bytes that they take
 * @param firstSequence of the first
 * @param frames how many
 * @param incarnation of those beside them
 * @param offsets if the first begins the file: each partition's id and end offset in turn; else null
 * @param lost where partitions go on: id and offset in turn
 */
public record Filler(
        JournalFile file,
        long from,
        int bytes,
        long firstSequence,
        int frames,
        int incarnation,
        long[] offsets,
        long[] lost) {

    /** Bytes that these frames take at least. */
    static long minBytes(long frames, long[] offsets, long[] lost) {
        // A frame of offsets alone had no room for more, and lost nothing.
        var first = lost.length == 0 ? 0 : FrameFormat.SECTION_HEADER_BYTES + LostSection.bytes(lost.length / 2);
        if (offsets != null) {
            first += FrameFormat.SECTION_HEADER_BYTES + offsets.length / 2 * FrameFormat.OFFSET_BYTES;
        }
        return frames * FrameFormat.HEADER_BYTES + FrameFormat.padded(first);
    }

    boolean fits() {
        return bytes % FrameFormat.ALIGNMENT == 0 && bytes >= minBytes(frames, offsets, lost);
    }

    /** The first takes all that the others, which are empty, leave. */
    public ByteBuffer encode() {
        var all = ByteBuffer.allocate(bytes);
        var rest = bytes - (frames - 1) * FrameFormat.HEADER_BYTES;
        var crc = new CRC32C();
        for (var i = 0; i < frames; i++) {
            var frame = all.slice(all.position(), i == 0 ? rest : FrameFormat.HEADER_BYTES);
            var content = i == 0 ? putSections(frame) : 0;
            var flags = i == 0 && offsets != null ? FrameFormat.FIRST_OF_FILE : 0;
            var sequence = firstSequence + i;
            var header =
                    new FrameFormat.Header(frame.capacity(), flags, incarnation, sequence, firstSequence - 1, content);
            FrameFormat.putHeader(frame.clear(), header, file.seed, crc);
            all.position(all.position() + frame.capacity());
        }
        return all.flip();
    }

    private int putSections(ByteBuffer frame) {
        frame.position(FrameFormat.HEADER_BYTES);
        if (offsets != null) {
            frame.putInt(FrameFormat.OFFSETS).putInt(offsets.length / 2 * FrameFormat.OFFSET_BYTES);
            for (var i = 0; i < offsets.length; i += 2) {
                frame.putInt((int) offsets[i]).putLong(offsets[i + 1]);
            }
        }
        var length = frame.remaining() - FrameFormat.SECTION_HEADER_BYTES;
        if (length >= 0) {
            frame.putInt(FrameFormat.LOST).putInt(length);
            LostSection.put(frame, lost, length);
        }
        return frame.position() - FrameFormat.HEADER_BYTES;
    }
}
