package io.penstock.journal.frame;

import io.penstock.journal.JournalException;
import io.penstock.journal.file.FileHeader;
import io.penstock.journal.file.JournalFile;
import io.penstock.journal.file.StoreIdentity;
import io.penstock.journal.offline.Filler;
import io.penstock.journal.record.BatchFormat;
import io.penstock.journal.record.ByteReader;
import io.penstock.journal.record.EncodedRecord;
import io.penstock.journal.record.RecordBatch;
import io.penstock.journal.record.Varint;
import io.penstock.journal.storage.MemoryStorage;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.MutableRecordBatch;
import org.apache.kafka.common.record.Record;
import org.apache.kafka.common.utils.ByteUtils;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32C;

import static org.assertj.core.api.Assertions.assertThat;

/** The formats, byte by byte. A golden file never changes: a new format gets a new one. */
class FormatTest {

    private static final long STORE_ID = 0x0123456789ABCDEFL;

    @Test
    void shouldWriteTheFrameOfTheGoldenFile() throws Exception {
        assertThat(hex(goldenFrame())).isEqualTo(golden("frame-v1.hex"));
    }

    @Test
    void shouldReadTheFrameOfTheGoldenFile() throws Exception {
        var frame = ByteBuffer.allocateDirect(1_000);
        frame.put(HexFormat.of().parseHex(golden("frame-v1.hex"))).flip();
        var seed = seed(STORE_ID, 7);
        var crc = new CRC32C();
        var header = FrameFormat.header(frame, 0, seed, crc);

        assertThat(header).isEqualTo(new FrameFormat.Header(frame.limit(), (byte) 0, 5, 41, 40, header.content()));
        assertThat(FrameFormat.isIntact(frame, 0, header.length(), seed, crc)).isTrue();
        assertThat(FrameFormat.header(frame, 0, seed(STORE_ID, 8), crc)).isNull();
        assertThat(FrameFormat.header(frame, 0, seed(STORE_ID + 1, 7), crc)).isNull();
        var handler = new RecordingHandler();
        var file = new JournalFile(new FileHeader(1 << 20, STORE_ID, 7), null);
        new FrameApplier(new Partitions(100), handler, 0).apply(frame, 0, header, file, 4096);
        assertThat(handler.told)
                .containsExactly("records 3@0+2", "records 1@0+1", "entry settled", "records 3@2+1", "end 41");
    }

    @Test
    void shouldWriteAndReadTheLostFrameOfTheGoldenFile() throws Exception {
        var file = new JournalFile(new FileHeader(1 << 20, STORE_ID, 7), null);
        var filler = new Filler(file, 4096, 80, 41, 1, 5, null, new long[] {FrameFormat.UNSEEN, 500, 3, 10});
        var frame = filler.encode();
        assertThat(hex(frame)).isEqualTo(golden("lost-frame-v1.hex"));

        var partitions = new Partitions(100);
        var header = FrameFormat.header(frame, 0, file.seed, new CRC32C());
        new FrameApplier(partitions, new RecordingHandler(), 0).apply(frame, 0, header, file, 4096);
        assertThat(partitions.get(3).index.endOffset()).isEqualTo(10);
        assertThat(partitions.get(3).nextOffset).isEqualTo(10);
        assertThat(partitions.obtain(4).index.endOffset()).isEqualTo(500);
    }

    @Test
    void shouldWriteTheHeadersOfTheGoldenFile() throws Exception {
        var header = new FileHeader(64 << 20, STORE_ID, 7).encode();
        assertThat(header.remaining()).isEqualTo(FileHeader.BYTES);
        assertThat(hex(header.slice(0, 64))).isEqualTo(golden("file-header-v1.hex"));
        assertThat(FileHeader.decode(header, "x")).isEqualTo(new FileHeader(64 << 20, STORE_ID, 7));

        var storage = new MemoryStorage();
        new StoreIdentity(STORE_ID, 5).write(storage);
        assertThat(hex(ByteBuffer.wrap(storage.bytes(StoreIdentity.NAME)))).isEqualTo(golden("meta-v1.hex"));
        assertThat(StoreIdentity.read(storage)).isEqualTo(new StoreIdentity(STORE_ID, 5));
    }

    @Test
    void shouldWriteBatchesThatKafkaReads() {
        var frame = goldenFrame();
        var length = frame.getInt(FrameFormat.HEADER_BYTES + 4);
        var start = FrameFormat.HEADER_BYTES + FrameFormat.SECTION_HEADER_BYTES;
        assertThat(frame.getInt(FrameFormat.HEADER_BYTES)).isEqualTo(3);
        var batches = new ArrayList<MutableRecordBatch>();
        MemoryRecords.readableRecords(frame.slice(start, length)).batches().forEach(batches::add);

        assertThat(batches).hasSize(1);
        var batch = batches.get(0);
        batch.ensureValid();
        assertThat(batch.magic()).isEqualTo((byte) 2);
        assertThat(batch.sizeInBytes()).isEqualTo(length);
        assertThat(batch.baseOffset()).isZero();
        assertThat(batch.lastOffset()).isEqualTo(1);
        assertThat(batch.partitionLeaderEpoch()).isEqualTo(5);
        assertThat(batch.maxTimestamp()).isEqualTo(1_700_000_000_000L);
        assertThat(batch.hasProducerId()).isFalse();
        assertThat(batch.isCompressed()).isFalse();
        var records = new ArrayList<Record>();
        batch.forEach(records::add);
        assertThat(records).hasSize(2);
        records.forEach(Record::ensureValid);
        assertThat(text(records.get(0).key())).isEqualTo("key");
        assertThat(text(records.get(0).value())).isEqualTo("value");
        assertThat(records.get(0).timestamp()).isEqualTo(1_700_000_000_000L);
        assertThat(records.get(0).headers()[0].key()).isEqualTo("größe");
        assertThat(records.get(0).headers()[0].value()).asString().isEqualTo("1");
        assertThat(records.get(0).headers()[1].value()).isNull();
        assertThat(records.get(1).offset()).isEqualTo(1);
        assertThat(records.get(1).timestamp()).isEqualTo(1_699_999_999_000L);
        assertThat(records.get(1).hasKey()).isFalse();
        assertThat(records.get(1).hasValue()).isFalse();
    }

    @Test
    void shouldWriteNumbersOfVariableLengthAsKafkaDoes() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        for (var i = 0; i < 1_000; i++) {
            var value = random.nextLong() >> random.nextInt(64);
            var ours = ByteBuffer.allocate(10);
            var kafkas = ByteBuffer.allocate(10);
            Varint.put(ours, value);
            ByteUtils.writeVarlong(value, kafkas);
            var bytes = ours.array();

            assertThat(bytes).as("%d, seed %d", value, seed).isEqualTo(kafkas.array());
            assertThat(Varint.sizeOf(value)).isEqualTo(ours.position());
            assertThat(Varint.put(new byte[10], 0, value)).isEqualTo(ours.position());
            assertThat(new ByteReader(bytes, 0, 10).varint()).isEqualTo(value);
        }
    }

    @Test
    void shouldRefuseRecordsThatCannotBeInsteadOfRunningAway() {
        var frame = goldenFrame();
        var length = frame.getInt(FrameFormat.HEADER_BYTES + 4);
        var seed = new Random().nextLong();
        var random = new Random(seed);
        for (var i = 0; i < 5_000; i++) {
            var bytes = new byte[length];
            frame.get(FrameFormat.HEADER_BYTES + FrameFormat.SECTION_HEADER_BYTES, bytes);
            for (var damage = random.nextInt(3); damage >= 0; damage--) {
                bytes[random.nextInt(BatchFormat.HEADER_BYTES, length)] = (byte) random.nextInt();
            }
            var crc = new CRC32C();
            crc.update(bytes, 21, length - 21);
            ByteBuffer.wrap(bytes).putInt(17, (int) crc.getValue());
            var batch = RecordBatch.of(bytes);
            assertThat(batch).as("seed %d", seed).isNotNull();
            try {
                for (var record : batch) {
                    record.key();
                    record.value();
                    record.header("none");
                    record.headers((name, value) -> assertThat(name).isNotNull());
                }
            } catch (JournalException.Corrupted e) {
                assertThat(e).hasMessageContaining("record batch");
            }
        }
    }

    private static ByteBuffer goldenFrame() {
        var builder = new FrameBuilder(new Partitions(100), 5, 1 << 16, 1 << 16);
        var append = new TestAppend(true);
        append.addRecord(
                3, EncodedRecord.of(1_700_000_000_000L, TestAppend.bytes("key"), TestAppend.bytes("value"), sink -> {
                    sink.header("größe", TestAppend.bytes("1"));
                    sink.header("none", null);
                }));
        append.addRecord(1, EncodedRecord.of(1, null, TestAppend.bytes("other"), sink -> {}));
        append.addRecord(3, EncodedRecord.of(1_699_999_999_000L, null, null, sink -> {}));
        append.addEntry(TestAppend.bytes("settled"));
        append.addRecord(3, EncodedRecord.of(2, null, TestAppend.bytes("after"), sink -> {}));
        builder.begin(append.maxFrameBytes());
        builder.add(append);
        builder.end();
        builder.seal(seed(STORE_ID, 7), (byte) 0, 41, 40);
        return builder.bytes();
    }

    private static byte[] seed(long storeId, long fileNumber) {
        return new FileHeader(FileHeader.BYTES, storeId, fileNumber).seed();
    }

    private static String golden(String name) throws IOException {
        try (var file = FormatTest.class.getResourceAsStream("/golden/" + name)) {
            assertThat(file).as(name).isNotNull();
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceAll("#.*", "")
                    .replaceAll("\\s", "");
        }
    }

    private static String hex(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String text(ByteBuffer buffer) {
        return StandardCharsets.UTF_8.decode(buffer).toString();
    }
}
