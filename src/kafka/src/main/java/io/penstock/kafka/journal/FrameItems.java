package io.penstock.kafka.journal;

import org.apache.kafka.common.Uuid;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects what a frame consists of, and gives the lines of the journal that say it. It is used by one thread. */
public final class FrameItems {

    private static final int FIRST_CAPACITY = 1 << 10;
    private static final int ENTRY_HEADER_BYTES = 5;
    private static final int RECORDS_BYTES = 17;
    private static final int HOLE_BYTES = 21;

    /** The bytes that a topic takes beside its name. */
    public static final int TOPIC_HEADER_BYTES = 21;

    private ByteBuffer buffer = ByteBuffer.allocate(FIRST_CAPACITY);

    /** Adds a state entry. */
    public void entry(byte[] entry) {
        require(bytesOf(entry));
        buffer.put(JournalFormat.ENTRY).putInt(entry.length).put(entry);
    }

    /** Adds the text that is kept of alerts. */
    public void text(byte[] text) {
        require(bytesOf(text));
        buffer.put(JournalFormat.TEXT).putInt(text.length).put(text);
    }

    /** Adds a topic, or that it is gone. */
    public void topic(Uuid id, String name) {
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        require(TOPIC_HEADER_BYTES + bytes.length);
        buffer.put(JournalFormat.TOPIC)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putInt(bytes.length)
                .put(bytes);
    }

    /** The bytes that an entry or a text takes. */
    public static int bytesOf(byte[] entry) {
        return ENTRY_HEADER_BYTES + entry.length;
    }

    /** Adds records that lie in a partition. */
    public void records(int partition, long base, int count) {
        require(RECORDS_BYTES);
        buffer.put(JournalFormat.RECORDS).putInt(partition).putLong(base).putInt(count);
    }

    /** Adds offsets that have no record. */
    public void hole(int partition, long from, long to) {
        require(HOLE_BYTES);
        buffer.put(JournalFormat.HOLE).putInt(partition).putLong(from).putLong(to);
    }

    private void require(int more) {
        if (buffer.remaining() < more) {
            long wanted = Math.max(2L * buffer.capacity(), (long) buffer.position() + more);
            int capacity = Math.toIntExact(Math.min(Integer.MAX_VALUE - 8L, wanted));
            buffer = ByteBuffer.wrap(Arrays.copyOf(buffer.array(), capacity)).position(buffer.position());
        }
    }

    /** The bytes so far. */
    public int bytes() {
        return buffer.position();
    }

    public boolean isEmpty() {
        return buffer.position() == 0;
    }

    /** The lines, at least one: more than one only if they are too large for one. */
    public List<byte[]> lines() {
        var lines = new ArrayList<byte[]>();
        int end = buffer.position();
        int from = 0;
        do {
            int to = Math.min(end, from + JournalFormat.LINE_BYTES);
            lines.add(JournalFormat.frame(buffer.array(), from, to, to < end));
            from = to;
        } while (from < end);
        return lines;
    }
}
