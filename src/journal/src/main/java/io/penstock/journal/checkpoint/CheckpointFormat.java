package io.penstock.journal.checkpoint;

import io.penstock.journal.JournalException;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Reads and writes the checkpoint file. Numbers are big-endian.
 *
 * <pre>
 *  0  int64   magic: "PSTKCKPT"
 *  8  int32   format: 1
 * 12  int32   flags: 1 if the log was closed with it
 * 16  int64   id of the store
 * 24  int64   number of the checkpoint
 * 32  int64   sequence of the last frame that is in the state
 * 40  int64   sequence up to which frames were moved to the archive
 * 48  int32   incarnation that wrote it
 * 52  int32   length of the partitions' ends
 * 56  int32   length of the archive's marks
 * 60  int32   length of the owner's state
 * 64  ends: for each partition ever written to, by id: int32 id, int64 end offset
 *     marks: {@link MarksFormat}
 *     state: the owner's
 *     uint32  CRC-32C of everything before; at the end of the file in every format to come
 * </pre>
 */
public final class CheckpointFormat {

    static final int HEADER_BYTES = 64;
    static final int CRC_BYTES = 4;
    static final int FORMAT = 1;

    /** Bytes that one array holds, and much more than any state that still fits into the memory it is restored to. */
    public static final long MAX_BYTES = 1 << 30;

    private static final long MAGIC = 0x5053544B434B5054L;
    private static final int CLEAN = 1;
    private static final int END_BYTES = 12;

    private CheckpointFormat() {}

    /** The whole file in pieces, in order. */
    static List<ByteBuffer> encode(Checkpoint checkpoint, long storeId) {
        var ends = ends(checkpoint.ends());
        var marks = MarksFormat.encode(checkpoint.marks());
        var state = checkpoint.state().duplicate();
        var bytes = HEADER_BYTES + (long) ends.remaining() + marks.remaining() + state.remaining() + CRC_BYTES;
        if (bytes > MAX_BYTES) {
            throw new JournalException.TooLarge("A checkpoint of " + bytes + " bytes was not written: it may have "
                    + MAX_BYTES + ". Start-up goes on from the last one, and nothing is taken out of the journal.");
        }
        var header = ByteBuffer.allocate(HEADER_BYTES);
        header.putLong(MAGIC).putInt(FORMAT).putInt(checkpoint.clean() ? CLEAN : 0);
        header.putLong(storeId).putLong(checkpoint.number());
        header.putLong(checkpoint.sequence()).putLong(checkpoint.moved()).putInt(checkpoint.incarnation());
        header.putInt(ends.remaining()).putInt(marks.remaining()).putInt(state.remaining());
        header.flip();
        var crc = new CRC32C();
        for (var piece : List.of(header, ends, marks, state)) {
            crc.update(piece.duplicate());
        }
        var last = ByteBuffer.allocate(CRC_BYTES).putInt((int) crc.getValue()).flip();
        return List.of(header, ends, marks, state, last);
    }

    private static ByteBuffer ends(long[] ends) {
        var buffer = ByteBuffer.allocate(ends.length / 2 * END_BYTES);
        for (var i = 0; i < ends.length; i += 2) {
            buffer.putInt((int) ends[i]).putLong(ends[i + 1]);
        }
        return buffer.flip();
    }

    /**
     * Reads a whole file.
     *
     * @param number that its name says
     * @return null if it is not what was written
     * @throws JournalException.UnusableDirectory if it is of another format
     */
    public static Checkpoint decode(ByteBuffer file, long storeId, long number, String name) {
        var end = file.limit() - CRC_BYTES;
        if (end < HEADER_BYTES || file.getLong(0) != MAGIC || file.getInt(end) != checksum(file, end)) {
            return null;
        }
        if (file.getInt(8) != FORMAT) {
            throw new JournalException.UnusableDirectory(
                    name + " is a checkpoint of format " + file.getInt(8) + ", and this version reads format " + FORMAT
                            + ". Start the version that wrote it, or choose another directory.",
                    null);
        }
        if (file.getLong(16) != storeId || file.getLong(24) != number) {
            throw new JournalException.Corrupted(name + " says that it is checkpoint " + file.getLong(24) + " of store "
                    + HexFormat.of().toHexDigits(file.getLong(16)) + ", and this is store "
                    + HexFormat.of().toHexDigits(storeId)
                    + ". Nothing was changed: take the foreign file out of here and put back what belongs here.");
        }
        return sections(file, end);
    }

    private static Checkpoint sections(ByteBuffer file, int end) {
        var endsBytes = file.getInt(52);
        var marksBytes = file.getInt(56);
        var stateBytes = file.getInt(60);
        if (endsBytes < 0
                || marksBytes < 0
                || stateBytes < 0
                || endsBytes % END_BYTES != 0
                || HEADER_BYTES + (long) endsBytes + marksBytes + stateBytes != end) {
            return null;
        }
        var marks = MarksFormat.decode(file.slice(HEADER_BYTES + endsBytes, marksBytes));
        if (marks == null) {
            return null;
        }
        return new Checkpoint(
                file.getLong(24),
                file.getInt(48),
                file.getLong(32),
                file.getLong(40),
                file.getInt(12) == CLEAN,
                decodeEnds(file.slice(HEADER_BYTES, endsBytes)),
                marks,
                file.slice(HEADER_BYTES + endsBytes + marksBytes, stateBytes).asReadOnlyBuffer());
    }

    private static long[] decodeEnds(ByteBuffer bytes) {
        var ends = new long[bytes.remaining() / END_BYTES * 2];
        for (var i = 0; i < ends.length; i += 2) {
            ends[i] = bytes.getInt();
            ends[i + 1] = bytes.getLong();
        }
        return ends;
    }

    private static int checksum(ByteBuffer file, int end) {
        var crc = new CRC32C();
        crc.update(file.duplicate().limit(end).position(0));
        return (int) crc.getValue();
    }
}
