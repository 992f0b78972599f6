package io.penstock.kafka.journal;

import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * The format of snapshots, each of which is cut into chunks. A chunk is the value of one Kafka record. Numbers are
 * big-endian.
 *
 * <pre>
 *  0  int8   format: 2; 1 is read as well, which has no topics
 *  1  int64  journal offset of the first line that is not in the snapshot
 *  9  int64  epoch that owned the cell there; both together name the snapshot
 * 17  int32  number of this chunk, from 0 on
 * 21  int32  how many there are
 * 25  uint32 CRC-32C of the content of the whole snapshot
 * 29  bytes  content, cut anywhere:
 *            int64 id of the store
 *            int32 how many partitions, for each: int32 id, int64 end offset
 *            int32 length, bytes: the text that is kept of alerts, in UTF-8
 *            int32 how many topics of destinations, for each: int64, int64 the id that Kafka gave it,
 *                  int32 length, bytes: its name in UTF-8
 *            bytes state of the engine
 * </pre>
 */
final class SnapshotChunks {

    private static final byte FORMAT = 2;
    private static final byte WITHOUT_TOPICS = 1;
    private static final int HEADER_BYTES = 29;
    private static final int CONTENT_HEADER_BYTES = 20;
    private static final int END_BYTES = 12;
    private static final int TOPIC_HEADER_BYTES = 20;

    private record Name(long journalOffset, long epoch) {}

    /**
     * A snapshot, all chunks of which were taken.
     *
     * @param offset of the chunk of it that was taken first
     */
    record Whole(CellSnapshot snapshot, long offset) {}

    private static final class Begun {

        private final byte format;
        private final byte[][] chunks;
        private final int crc;
        private final long offset;
        private int missing;

        private Begun(byte format, int count, int crc, long offset) {
            this.format = format;
            chunks = new byte[count][];
            this.crc = crc;
            this.offset = offset;
            missing = count;
        }
    }

    private final Map<Name, Begun> begun = new HashMap<>();

    /** Cuts a snapshot into chunks. */
    static List<byte[]> of(CellSnapshot snapshot) {
        int ends = snapshot.ends().length / 2;
        var names = new TreeMap<String, Uuid>(snapshot.topics());
        int headers = CONTENT_HEADER_BYTES + ends * END_BYTES + snapshot.text().length;
        for (var name : names.keySet()) {
            headers += TOPIC_HEADER_BYTES + name.getBytes(StandardCharsets.UTF_8).length;
        }
        var content = ByteBuffer.allocate(Math.addExact(headers, snapshot.state().length));
        content.putLong(snapshot.storeId()).putInt(ends);
        for (int i = 0; i < snapshot.ends().length; i += 2) {
            content.putInt((int) snapshot.ends()[i]).putLong(snapshot.ends()[i + 1]);
        }
        content.putInt(snapshot.text().length).put(snapshot.text());
        content.putInt(names.size());
        names.forEach((name, id) -> {
            var bytes = name.getBytes(StandardCharsets.UTF_8);
            content.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
            content.putInt(bytes.length).put(bytes);
        });
        content.put(snapshot.state());
        var bytes = content.array();
        int crc = crc(bytes);
        int count = (bytes.length + JournalFormat.LINE_BYTES - 1) / JournalFormat.LINE_BYTES;
        var chunks = new ArrayList<byte[]>();
        for (int i = 0; i < count; i++) {
            int from = i * JournalFormat.LINE_BYTES;
            int to = Math.min(bytes.length, from + JournalFormat.LINE_BYTES);
            chunks.add(ByteBuffer.allocate(HEADER_BYTES + to - from)
                    .put(FORMAT)
                    .putLong(snapshot.journalOffset())
                    .putLong(snapshot.epoch())
                    .putInt(i)
                    .putInt(count)
                    .putInt(crc)
                    .put(bytes, from, to - from)
                    .array());
        }
        return chunks;
    }

    private static int crc(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /** Takes the chunk at an offset of the topic, and returns the snapshot that is whole with it; null if none is. */
    @Nullable
    Whole next(byte @Nullable [] chunk, long offset) {
        if (chunk == null || chunk.length < HEADER_BYTES || chunk[0] != FORMAT && chunk[0] != WITHOUT_TOPICS) {
            throw new UnreadableJournalException(
                    "has a snapshot that is not of format " + WITHOUT_TOPICS + " or " + FORMAT);
        }
        var in = ByteBuffer.wrap(chunk);
        byte format = in.get();
        var name = new Name(in.getLong(), in.getLong());
        int number = in.getInt();
        int count = in.getInt();
        int crc = in.getInt();
        if (count < 1 || number < 0 || number >= count) {
            throw new UnreadableJournalException("has chunk " + number + " of " + count + " of a snapshot");
        }
        var known = begun.get(name);
        if (known == null || known.crc != crc || known.chunks.length != count) {
            known = new Begun(format, count, crc, offset);
            begun.put(name, known);
        }
        if (known.chunks[number] == null) {
            known.missing--;
        }
        known.chunks[number] = Arrays.copyOfRange(chunk, HEADER_BYTES, chunk.length);
        if (known.missing > 0) {
            return null;
        }
        begun.remove(name);
        return new Whole(whole(name, known), known.offset);
    }

    private static CellSnapshot whole(Name name, Begun known) {
        int length = 0;
        for (var each : known.chunks) {
            length += each.length;
        }
        var content = ByteBuffer.allocate(length);
        for (var each : known.chunks) {
            content.put(each);
        }
        if (crc(content.array()) != known.crc) {
            throw new UnreadableJournalException(
                    "has a snapshot of journal offset " + name.journalOffset + " whose checksum is wrong");
        }
        content.flip();
        long storeId = content.getLong();
        var ends = new long[2 * content.getInt()];
        for (int i = 0; i < ends.length; i += 2) {
            ends[i] = content.getInt();
            ends[i + 1] = content.getLong();
        }
        var text = new byte[content.getInt()];
        content.get(text);
        var topics = new HashMap<String, Uuid>();
        for (int i = known.format == WITHOUT_TOPICS ? 0 : content.getInt(); i > 0; i--) {
            var id = new Uuid(content.getLong(), content.getLong());
            var bytes = new byte[content.getInt()];
            content.get(bytes);
            topics.put(new String(bytes, StandardCharsets.UTF_8), id);
        }
        var state = new byte[content.remaining()];
        content.get(state);
        return new CellSnapshot(name.journalOffset, name.epoch, storeId, ends, text, topics, state);
    }
}
