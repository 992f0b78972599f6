package io.penstock.journal.archive;

import io.penstock.journal.JournalException;
import io.penstock.journal.record.BatchCompression;
import io.penstock.journal.record.RecordBatch;
import io.penstock.journal.storage.MemoryStorage;
import org.apache.kafka.common.compress.Compression.Builder;
import org.apache.kafka.common.record.FileRecords;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Segments and their indexes, byte by byte, and as Kafka's client sees them. */
class SegmentFormatTest {

    private static final String LOG = "p/1/" + Segment.name(0, Segment.LOG);

    private final MemoryStorage storage = new MemoryStorage();

    private ArchiveMarks fill(ArchiveOptions options, BatchCompression compression) {
        var archives = new Archives(storage, options, ArchiveMarks.NONE);
        var plan = Archives.plan(1, CleanupPolicy.SETTLED, compression);
        for (var base = 0L; base < 500; base += 10) {
            var records = new ArrayList<SimpleRecord>();
            for (var offset = base; offset < base + 10; offset++) {
                records.add(Archives.record(Archives.START_MILLIS - offset, "key " + offset, Archives.value(offset)));
            }
            archives.archive.append(
                    1, plan, Archives.batch(base, records.toArray(SimpleRecord[]::new)), new OffsetRanges(new long[] {
                        base, base + 9
                    }));
        }
        archives.archive.moved(1, plan, 500);
        return archives.settle();
    }

    @ParameterizedTest
    @EnumSource
    void shouldWriteSegmentsThatKafkaReads(BatchCompression compression, @TempDir Path directory) throws Exception {
        fill(ArchiveOptions.DEFAULT, compression);
        var file = Files.write(directory.resolve("0.log"), storage.bytes(LOG));
        var offsets = new ArrayList<Long>();
        try (var records = FileRecords.open(file.toFile())) {
            for (var batch : records.batches()) {
                batch.ensureValid();
                assertThat(batch.compressionType().id).isEqualTo((byte) compression.code());
                assertThat(batch.hasProducerId()).isFalse();
                assertThat(batch.maxTimestamp()).isEqualTo(Archives.START_MILLIS - batch.baseOffset());
                for (var record : batch) {
                    record.ensureValid();
                    offsets.add(record.offset());
                    assertThat(new String(bytes(record.key()), StandardCharsets.UTF_8))
                            .isEqualTo("key " + record.offset());
                    assertThat(new String(bytes(record.value()), StandardCharsets.UTF_8))
                            .isEqualTo(Archives.value(record.offset()));
                    assertThat(record.timestamp()).isEqualTo(Archives.START_MILLIS - record.offset());
                }
            }
        }
        assertThat(offsets)
                .hasSize(450)
                .doesNotContain(9L, 499L)
                .contains(0L, 498L)
                .isSorted();
    }

    @ParameterizedTest
    @EnumSource(names = {"LZ4", "ZSTD"})
    void shouldReadCompressedBatchesThatKafkaWrote(BatchCompression compression) {
        Builder<?> kafkas = compression == BatchCompression.LZ4
                ? org.apache.kafka.common.compress.Compression.lz4()
                : org.apache.kafka.common.compress.Compression.zstd();
        var records = new ArrayList<SimpleRecord>();
        for (var i = 0; i < 3_000; i++) {
            records.add(Archives.record(1_000 + i, "key " + i, Archives.value(i)));
        }
        var written = MemoryRecords.withRecords(70, kafkas.build(), records.toArray(SimpleRecord[]::new))
                .buffer();
        var batch = RecordBatch.of(bytes(written));

        assertThat(batch.compression()).isEqualTo(compression);
        assertThat(batch.endOffset()).isEqualTo(3_070);
        var i = 0;
        for (var record : batch) {
            assertThat(record.offset()).isEqualTo(70 + i);
            assertThat(record.timestampMillis()).isEqualTo(1_000 + i);
            assertThat(record.key()).asString().isEqualTo("key " + i);
            assertThat(record.value()).asString().isEqualTo(Archives.value(i));
            i++;
        }
        assertThat(i).isEqualTo(3_000);
    }

    @ParameterizedTest
    @EnumSource(names = {"LZ4", "ZSTD"})
    void shouldRefuseRecordsThatBlowUpWhenDecompressed(BatchCompression compression) {
        Builder<?> kafkas = compression == BatchCompression.LZ4
                ? org.apache.kafka.common.compress.Compression.lz4()
                : org.apache.kafka.common.compress.Compression.zstd();
        var bomb = MemoryRecords.withRecords(0, kafkas.build(), new SimpleRecord(new byte[65 << 20]))
                .buffer();
        assertThat(bomb.remaining()).isLessThan(1 << 20);
        var batch = RecordBatch.of(bytes(bomb));
        assertThatThrownBy(batch::iterator)
                .isInstanceOf(JournalException.Corrupted.class)
                .hasMessageContaining("exceed");
    }

    @Test
    void shouldRefuseBytesThatAreNotCompressedRecords() {
        var written = MemoryRecords.withRecords(
                        0,
                        org.apache.kafka.common.compress.Compression.lz4().build(),
                        Archives.record(1, "k", Archives.value(1)))
                .buffer();
        var bytes = bytes(written);
        for (var at = 61; at < bytes.length; at++) {
            var damaged = bytes.clone();
            damaged[at] ^= 0x55;
            var crc = new CRC32C();
            crc.update(damaged, 21, damaged.length - 21);
            ByteBuffer.wrap(damaged).putInt(17, (int) crc.getValue());
            try {
                for (var record : RecordBatch.of(damaged)) {
                    record.value();
                }
            } catch (JournalException.Corrupted e) {
                assertThat(e).hasMessageContaining("record batch");
            }
        }
    }

    @Test
    void shouldWriteTheIndexesOfKafka() {
        fill(new ArchiveOptions(32 << 10, 4, 64 << 10, 4, 1_000), BatchCompression.NONE);
        var log = storage.bytes(LOG);
        var index = ByteBuffer.wrap(storage.bytes("p/1/" + Segment.name(0, Segment.INDEX)));
        var times = ByteBuffer.wrap(storage.bytes("p/1/" + Segment.name(0, Segment.TIME_INDEX)));

        // By Kafka's rule: an entry for a batch that begins more than 4 KiB after the one before that has an entry.
        var expected = new ArrayList<List<Integer>>();
        var position = 0;
        var indexed = 0;
        for (var batch : MemoryRecords.readableRecords(ByteBuffer.wrap(log)).batches()) {
            if (position - indexed > 4_096) {
                expected.add(List.of((int) batch.lastOffset(), position));
                indexed = position;
            }
            position += batch.sizeInBytes();
        }
        var found = new ArrayList<List<Integer>>();
        while (index.hasRemaining()) {
            found.add(List.of(index.getInt(), index.getInt()));
        }
        assertThat(found).hasSizeGreaterThan(2).isEqualTo(expected);
        // Times only fall here, so the first batch has the largest.
        assertThat(times.remaining()).isEqualTo(12);
        assertThat(times.getLong()).isEqualTo(Archives.START_MILLIS);
    }

    @Test
    void shouldWriteTheSegmentOfTheGoldenFile() throws Exception {
        var archives = Archives.open(storage);
        var plan = Archives.plan(1, CleanupPolicy.SETTLED);
        var records = new SimpleRecord[] {
            Archives.record(1_700_000_000_000L, "key", "value"),
            Archives.record(1_699_999_999_000L, "gone", "settled"),
            Archives.record(1_700_000_001_000L, null, null)
        };
        archives.archive.append(1, plan, Archives.batch(5, records), new OffsetRanges(new long[] {5, 6, 7, 8}));
        archives.archive.force();

        var written = storage.bytes("p/1/" + Segment.name(5, Segment.LOG));
        assertThat(HexFormat.of().formatHex(written)).isEqualTo(golden("segment-v1.hex"));
        for (var batch : MemoryRecords.readableRecords(ByteBuffer.wrap(written)).batches()) {
            batch.ensureValid();
            assertThat(batch.lastOffset()).isEqualTo(7);
            assertThat(batch.countOrNull()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"LZ4", "ZSTD"})
    void shouldReadTheCompressedBatchesOfTheGoldenFiles(BatchCompression compression) throws Exception {
        var batch = RecordBatch.of(
                HexFormat.of().parseHex(golden("batch-" + compression.name().toLowerCase(Locale.ROOT) + "-v1.hex")));
        assertThat(batch.compression()).isEqualTo(compression);
        assertThat(batch.baseOffset()).isEqualTo(5);
        var values = new ArrayList<String>();
        batch.forEach(record -> values.add(new String(record.value(), StandardCharsets.UTF_8)));
        assertThat(values).containsExactly("a".repeat(50), "a".repeat(60));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static String golden(String name) throws IOException {
        try (var file = SegmentFormatTest.class.getResourceAsStream("/golden/" + name)) {
            assertThat(file).as(name).isNotNull();
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceAll("#.*", "")
                    .replaceAll("\\s", "");
        }
    }
}
