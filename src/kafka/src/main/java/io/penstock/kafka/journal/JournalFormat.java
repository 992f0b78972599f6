package io.penstock.kafka.journal;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The format of the journal. A line is the value of one Kafka record; its header {@code e} is the epoch of whoever
 * wrote it, an int64. Numbers are big-endian.
 *
 * <pre>
 *  0  int8   format: 1, or 2 if the line says where the owner is reached
 *  1  int8   kind: 1 OWNED, 2 ALIVE, 3 RELEASED, 4 FRAME
 * OWNED of format 1:
 *  2  int64  id of the store
 * 10  bytes  the instance that owns it, for people, in UTF-8
 * OWNED of format 2:
 *  2  int64  id of the store
 * 10  int16  length of the instance, and the instance in UTF-8
 *     bytes  the link: see {@link LinkFormat}
 * ALIVE of format 2:
 *  2  bytes  the link
 * FRAME:
 *  2  int8   flags: 1 if the frame goes on in the next FRAME of the same epoch
 *  3  bytes  items, which may be cut anywhere between two lines of one frame:
 *            int8 1, int32 length, bytes                   an entry
 *            int8 2, int32 partition, int64 base, int32 n  n records of a partition, from that offset on
 *            int8 3, int32 partition, int64 from, int64 to offsets of a partition that have no record
 *            int8 4, int32 length, bytes                   the text that is kept of alerts, in UTF-8
 *            int8 5, int64, int64, int32 length, bytes     a topic of a destination: the id that Kafka gave it, and
 *                                                          its name in UTF-8; it is gone if the id is 0
 * </pre>
 */
public final class JournalFormat {

    /** The name of the header with the epoch. */
    public static final String EPOCH = "e";

    /** The bytes of items in a line: what Kafka takes in one record by default, with room to spare. */
    public static final int LINE_BYTES = 512 << 10;

    static final byte ENTRY = 1;
    static final byte RECORDS = 2;
    static final byte HOLE = 3;
    static final byte TEXT = 4;
    static final byte TOPIC = 5;

    private static final byte FORMAT = 1;
    private static final byte WITH_LINK = 2;
    private static final byte GOES_ON = 1;
    private static final int FRAME_HEADER_BYTES = 3;
    private static final int OWNED_HEADER_BYTES = 10;

    private JournalFormat() {}

    /** Is told what a frame consists of, in order. */
    public interface Items {

        /** The buffer is valid during the call only. */
        void entry(ByteBuffer entry);

        void records(int partition, long base, int count);

        void hole(int partition, long from, long to);

        /** The buffer is valid during the call only. */
        void text(ByteBuffer text);

        /** @param id {@link Uuid#ZERO_UUID} if the topic is gone */
        void topic(Uuid id, String name);
    }

    /** Encodes a line that says only what it is. */
    static byte[] plain(JournalKind kind) {
        return new byte[] {FORMAT, kind.code()};
    }

    /**
     * Encodes the line with which an ownership begins.
     *
     * @param link null if nobody else is to reach the owner
     */
    public static byte[] owned(long storeId, String instance, @Nullable OwnerLink link) {
        var name = instance.getBytes(StandardCharsets.UTF_8);
        if (link != null) {
            var bytes = LinkFormat.bytes(link);
            return ByteBuffer.allocate(OWNED_HEADER_BYTES + Short.BYTES + name.length + bytes.length)
                    .put(WITH_LINK)
                    .put(JournalKind.OWNED.code())
                    .putLong(storeId)
                    .putShort((short) name.length)
                    .put(name)
                    .put(bytes)
                    .array();
        }
        return ByteBuffer.allocate(OWNED_HEADER_BYTES + name.length)
                .put(FORMAT)
                .put(JournalKind.OWNED.code())
                .putLong(storeId)
                .put(name)
                .array();
    }

    /**
     * Encodes the line of an owner that is there. It says where, so that nobody has to look for the line with which
     * the ownership began: that may be gone by then.
     */
    public static byte[] alive(@Nullable OwnerLink link) {
        if (link == null) {
            return plain(JournalKind.ALIVE);
        }
        var bytes = LinkFormat.bytes(link);
        return ByteBuffer.allocate(2 + bytes.length)
                .put(WITH_LINK)
                .put(JournalKind.ALIVE.code())
                .put(bytes)
                .array();
    }

    /** Encodes the last line of an owner. */
    public static byte[] released() {
        return plain(JournalKind.RELEASED);
    }

    /** Encodes a part of a frame. */
    static byte[] frame(byte[] items, int from, int to, boolean goesOn) {
        return ByteBuffer.allocate(FRAME_HEADER_BYTES + to - from)
                .put(FORMAT)
                .put(JournalKind.FRAME.code())
                .put(goesOn ? GOES_ON : 0)
                .put(items, from, to - from)
                .array();
    }

    /** Encodes an epoch for the header. */
    public static byte[] epoch(long epoch) {
        return ByteBuffer.allocate(Long.BYTES).putLong(epoch).array();
    }

    /** Decodes the epoch of a line from its headers. */
    static long epoch(Headers headers) {
        var header = headers.lastHeader(EPOCH);
        if (header == null || header.value() == null || header.value().length != Long.BYTES) {
            throw new UnreadableJournalException("has a line without an epoch");
        }
        return ByteBuffer.wrap(header.value()).getLong();
    }

    /** Returns what a line is. */
    static JournalKind kind(byte[] line) {
        if (line == null || line.length < 2 || line[0] != FORMAT && line[0] != WITH_LINK) {
            throw new UnreadableJournalException("has a line that is not of format " + FORMAT + " or " + WITH_LINK);
        }
        return JournalKind.of(line[1]);
    }

    /** Returns the id of the store from a line of kind OWNED. */
    static long storeId(byte[] line) {
        if (line.length < OWNED_HEADER_BYTES) {
            throw new UnreadableJournalException("has an ownership without the id of the store");
        }
        return ByteBuffer.wrap(line).getLong(2);
    }

    /** Returns the instance from a line of kind OWNED. */
    static String instance(byte[] line) {
        if (line[0] == WITH_LINK) {
            var name = LinkFormat.text(ByteBuffer.wrap(line).position(OWNED_HEADER_BYTES));
            return new String(name, StandardCharsets.UTF_8);
        }
        return new String(line, OWNED_HEADER_BYTES, line.length - OWNED_HEADER_BYTES, StandardCharsets.UTF_8);
    }

    /** Returns where the owner is reached, from a line of kind OWNED or ALIVE; null if it does not say so. */
    static @Nullable OwnerLink link(byte[] line) {
        if (line[0] != WITH_LINK) {
            return null;
        }
        var from = ByteBuffer.wrap(line).position(2);
        if (kind(line) == JournalKind.OWNED) {
            storeId(line);
            LinkFormat.text(from.position(OWNED_HEADER_BYTES));
        }
        return LinkFormat.read(from);
    }

    /** Whether a frame goes on behind that line of kind FRAME. */
    static boolean goesOn(byte[] line) {
        return line.length > 2 && (line[2] & GOES_ON) != 0;
    }

    /** The items in a line of kind FRAME. */
    static ByteBuffer items(byte[] line) {
        if (line.length < FRAME_HEADER_BYTES) {
            throw new UnreadableJournalException("has a frame without flags");
        }
        return ByteBuffer.wrap(line, FRAME_HEADER_BYTES, line.length - FRAME_HEADER_BYTES)
                .slice();
    }

    private static ByteBuffer next(ByteBuffer items) {
        int length = items.getInt();
        if (length < 0 || length > items.remaining()) {
            throw new UnreadableJournalException("has an item of " + length + " bytes");
        }
        var bytes = items.slice(items.position(), length);
        items.position(items.position() + length);
        return bytes;
    }

    /** Tells the items of a whole frame. */
    public static void read(ByteBuffer items, Items to) {
        try {
            while (items.hasRemaining()) {
                byte type = items.get();
                switch (type) {
                    case ENTRY -> to.entry(next(items));
                    case TEXT -> to.text(next(items));
                    case RECORDS -> to.records(items.getInt(), items.getLong(), items.getInt());
                    case TOPIC ->
                        to.topic(
                                new Uuid(items.getLong(), items.getLong()),
                                StandardCharsets.UTF_8.decode(next(items)).toString());
                    case HOLE -> to.hole(items.getInt(), items.getLong(), items.getLong());
                    default -> throw new UnreadableJournalException("has an item of type " + type);
                }
            }
        } catch (BufferUnderflowException e) {
            throw new UnreadableJournalException("has a frame that ends within an item");
        }
    }
}
