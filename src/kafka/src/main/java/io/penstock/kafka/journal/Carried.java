package io.penstock.kafka.journal;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * State entries that one record carries beside its message, so that all of it is written or nothing is. Ownerships
 * count what they write so.
 *
 * @param epoch of the ownership that wrote it
 * @param number of the record among those of the ownership that carry entries, from 1 on
 * @param items the entries, and the place of the record among them: an int32 length and that many bytes each; a length
 *     of -1 is the record
 */
public record Carried(long epoch, long number, byte[] items) {

    private static final int RECORD = -1;

    /** Encodes entries as items; null stands for the record. */
    public static byte[] items(List<byte @Nullable []> entriesAndRecord) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            for (var each : entriesAndRecord) {
                if (each == null) {
                    out.writeInt(RECORD);
                } else {
                    out.writeInt(each.length);
                    out.write(each);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Tells what is carried.
     *
     * @throws UnreadableJournalException if it is no items
     */
    public void read(CarriedItems to) {
        var in = ByteBuffer.wrap(items);
        try {
            while (in.hasRemaining()) {
                int length = in.getInt();
                if (length == RECORD) {
                    to.record();
                } else if (length < 0 || length > in.remaining()) {
                    throw new UnreadableJournalException("has a carried entry of " + length + " bytes");
                } else {
                    to.entry(in.slice(in.position(), length));
                    in.position(in.position() + length);
                }
            }
        } catch (BufferUnderflowException e) {
            throw new UnreadableJournalException("has carried entries that end within one");
        }
    }
}
