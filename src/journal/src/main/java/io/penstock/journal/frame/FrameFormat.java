package io.penstock.journal.frame;

import io.penstock.journal.record.BatchFormat;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The format of a frame, which is written at once, and is whole or absent. It begins at a multiple of 8 bytes and is as
 * long as a multiple of 8. Numbers are big-endian.
 *
 * <pre>
 *  0  uint32  CRC-32C of the seed and of everything from 4 to the end of the frame
 *  4  int32   length of the frame
 *  8  int16   magic: "PF"
 * 10  int8    format: 1
 * 11  int8    flags: 1 if this is the first frame of its file
 * 12  int32   incarnation that wrote it
 * 16  int64   sequence: one more than that of the frame before
 * 24  int64   highest sequence that was known to be forced when this was written
 * 32  int32   length of the sections
 * 36  uint32  CRC-32C of the seed and of 4 to 36
 * 40  sections, each:
 *       int32  partition of a batch; -1 for an entry; -2 for offsets; -3 for what was lost
 *       int32  length of what follows
 *       bytes  a {@link BatchFormat batch}; an entry; for each partition, int32 id and int64 end offset;
 *              or {@link LostSection what a repair found lost}
 *     zeros up to a multiple of 8
 * </pre>
 *
 * <p>The seed is the store's id and the file's number. It makes whatever lies in a recycled file, came with a copied
 * file, or was sent as somebody's message no frame. The checksum of the header vouches for the length before anything
 * is read on the strength of it.
 */
public final class FrameFormat {

    public static final int HEADER_BYTES = 40;
    public static final int ALIGNMENT = 8;
    public static final int SECTION_HEADER_BYTES = 8;
    public static final int ENTRY = -1;
    public static final int OFFSETS = -2;
    public static final int LOST = -3;

    /** Stands in offsets for no partition, but for where those begin that nothing was ever written to. */
    public static final int UNSEEN = -1;

    public static final int OFFSET_BYTES = 12;
    public static final byte FIRST_OF_FILE = 1;

    private static final int LENGTH = 4;
    private static final int MAGIC = 8;
    private static final int FLAGS = 11;
    private static final int INCARNATION = 12;
    private static final int SEQUENCE = 16;
    private static final int DURABLE = 24;
    private static final int CONTENT = 32;
    private static final int HEADER_CRC = 36;
    private static final int MAGIC_AND_FORMAT = 'P' << 16 | 'F' << 8 | 1;

    private FrameFormat() {}

    public static int padded(int length) {
        return (length + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /** The fields of a frame's header. */
    public record Header(int length, byte flags, int incarnation, long sequence, long durable, int content) {}

    /** Completes the frame that lies from 0 to its length in the buffer. */
    public static void putHeader(ByteBuffer frame, Header header, byte[] seed, CRC32C crc) {
        frame.putInt(LENGTH, header.length);
        frame.putInt(MAGIC, MAGIC_AND_FORMAT << 8 | header.flags);
        frame.putInt(INCARNATION, header.incarnation);
        frame.putLong(SEQUENCE, header.sequence);
        frame.putLong(DURABLE, header.durable);
        frame.putInt(CONTENT, header.content);
        frame.putInt(HEADER_CRC, checksum(frame, LENGTH, HEADER_CRC, seed, crc));
        frame.putInt(0, checksum(frame, LENGTH, header.length, seed, crc));
    }

    /** Whether the bytes there could begin a frame at all: cheap, and enough to pass over almost everything else. */
    public static boolean mayBegin(ByteBuffer buffer, int at) {
        return buffer.getInt(at + MAGIC) >>> 8 == MAGIC_AND_FORMAT;
    }

    /** The header at that place, or null if there is none that is intact. */
    public static Header header(ByteBuffer buffer, int at, byte[] seed, CRC32C crc) {
        if (!mayBegin(buffer, at)
                || buffer.getInt(at + HEADER_CRC) != checksum(buffer, at + LENGTH, at + HEADER_CRC, seed, crc)) {
            return null;
        }
        var length = buffer.getInt(at + LENGTH);
        var content = buffer.getInt(at + CONTENT);
        if (content < 0 || length != padded(HEADER_BYTES + content)) {
            return null;
        }
        return new Header(
                length,
                buffer.get(at + FLAGS),
                buffer.getInt(at + INCARNATION),
                buffer.getLong(at + SEQUENCE),
                buffer.getLong(at + DURABLE),
                content);
    }

    /** Whether the whole frame at that place is what was written. */
    public static boolean isIntact(ByteBuffer buffer, int at, int length, byte[] seed, CRC32C crc) {
        return buffer.getInt(at) == checksum(buffer, at + LENGTH, at + length, seed, crc);
    }

    private static int checksum(ByteBuffer buffer, int from, int to, byte[] seed, CRC32C crc) {
        crc.reset();
        crc.update(seed);
        crc.update(buffer.duplicate().limit(to).position(from));
        return (int) crc.getValue();
    }
}
