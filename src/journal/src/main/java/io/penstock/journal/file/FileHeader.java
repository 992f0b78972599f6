package io.penstock.journal.file;

import io.penstock.journal.JournalException;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The header at the beginning of a journal file, which identifies the file. Numbers are big-endian; frames begin at
 * 4096, so that no write of a frame ever touches the header's block.
 *
 * <pre>
 *  0  int64   magic: "PSTKJRNL"
 *  8  int32   format: 1
 * 12  int32   size of the file
 * 16  int64   id of the store
 * 24  int64   number of the file
 * 32  uint32  CRC-32C of 0 to 32
 * 36  zeros up to 4096
 * </pre>
 */
public record FileHeader(int fileBytes, long storeId, long number) {

    /** A block of every usual disk and file system. */
    public static final int BYTES = 4096;

    public static final int FORMAT = 1;

    private static final long MAGIC = 0x5053544B4A524E4CL;
    private static final int CRC = 32;
    private static final int END = 36;

    public ByteBuffer encode() {
        var buffer = ByteBuffer.allocate(BYTES);
        buffer.putLong(MAGIC).putInt(FORMAT).putInt(fileBytes).putLong(storeId).putLong(number);
        buffer.putInt(checksum(buffer));
        return buffer.clear();
    }

    /** The bytes that the checksums of every frame in the file begin with: the store's id and the file's number. */
    public byte[] seed() {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(storeId)
                .putLong(number)
                .array();
    }

    /**
     * Reads the first bytes of a file.
     *
     * @param name of the file, for messages
     */
    public static FileHeader decode(ByteBuffer buffer, String name) {
        if (buffer.remaining() < END || buffer.getLong(0) != MAGIC) {
            throw damaged(name);
        }
        if (buffer.getInt(8) != FORMAT) {
            throw new JournalException.UnusableDirectory(
                    name + " is a journal file of format " + buffer.getInt(8) + ", and this version reads format "
                            + FORMAT + ". Start the version that wrote it, or choose another directory.",
                    null);
        }
        if (buffer.getInt(CRC) != checksum(buffer)) {
            throw damaged(name);
        }
        return new FileHeader(buffer.getInt(12), buffer.getLong(16), buffer.getLong(24));
    }

    private static JournalException.Corrupted damaged(String name) {
        return new JournalException.Corrupted("The header of the journal file " + name
                + " (position 0) is damaged. Nothing was changed: restore the directory from a backup, or keep it"
                + " aside and start with an empty one.");
    }

    private static int checksum(ByteBuffer buffer) {
        var crc = new CRC32C();
        crc.update(buffer.duplicate().limit(CRC).position(0));
        return (int) crc.getValue();
    }
}
