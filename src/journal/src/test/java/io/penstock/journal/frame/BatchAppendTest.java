package io.penstock.journal.frame;

import io.penstock.journal.JournalException;
import io.penstock.journal.record.BatchEncoder;
import io.penstock.journal.record.EncodedBatch;
import io.penstock.journal.record.EncodedRecord;
import io.penstock.journal.young.Journals;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.MutableRecordBatch;
import org.apache.kafka.common.record.Record;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Batches that were serialised by their senders, beside records that the writer puts into batches. */
class BatchAppendTest {

    @TempDir
    Path directory;

    @AfterEach
    void noAppendEndsTwice() {
        assertThat(TestAppend.ENDED_TWICE).hasValue(0);
    }

    @Test
    void shouldWriteTheSameBytesAsForSingleRecords() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        var encoder = new BatchEncoder(0);
        var singles = new TestAppend(true);
        for (var i = 0; i < 100; i++) {
            var timestamp = 1_700_000_000_000L + random.nextInt(-100_000, 100_000);
            var key = random.nextBoolean() ? null : bytes(random);
            var value = random.nextInt(10) == 0 ? null : bytes(random);
            var headers = headers(random);
            encoder.add(timestamp, key, value, headers);
            singles.addRecord(3, EncodedRecord.of(timestamp, key, value, headers));
        }
        var batch = encoder.finish(new CRC32C());
        var together = new TestAppend(true);
        together.addBatch(3, batch);

        assertThat(batch.count()).isEqualTo(100);
        assertThat(content(together)).as("seed %d", seed).isEqualTo(content(singles));
        assertThat(together.maxFrameBytes()).isLessThanOrEqualTo(singles.maxFrameBytes());
    }

    @Test
    void shouldWriteBatchesThatKafkaReads() {
        var frame = content(two(7, "before", "lines"));
        var batches = new ArrayList<MutableRecordBatch>();
        MemoryRecords.readableRecords(frame.slice(8, frame.getInt(4))).batches().forEach(batches::add);

        assertThat(batches).hasSize(1);
        var batch = batches.get(0);
        batch.ensureValid();
        assertThat(batch.baseOffset()).isZero();
        assertThat(batch.lastOffset()).isEqualTo(1);
        assertThat(batch.partitionLeaderEpoch()).isEqualTo(5);
        assertThat(batch.isCompressed()).isFalse();
        assertThat(batch.hasProducerId()).isFalse();
        var records = new ArrayList<Record>();
        batch.forEach(records::add);
        records.forEach(Record::ensureValid);
        assertThat(records).extracting(Record::offset).containsExactly(0L, 1L);
    }

    @Test
    void shouldGiveOffsetsToBatchesAndSingleRecordsInTheOrderInWhichTheyWereAdded() {
        try (var journal = Journals.open(directory)) {
            var append = TestAppend.record(true, 3, "a").with(4, "x");
            append.addBatch(3, batch("b", "c"));
            append.with(3, "d").withEntry("settled");
            append.addBatch(3, batch("e"));
            append.addBatch(4, batch("y", "z"));
            append.with(3, "f");
            journal.appendAndWait(append);

            assertThat(append.end).isCompleted();
            assertThat(IntStream.range(0, 7).mapToLong(append::offset)).containsExactly(0L, 0L, 1L, 3L, 4L, 1L, 5L);
            assertThat(Journals.values(journal, 3)).containsExactly("a", "b", "c", "d", "e", "f");
            assertThat(Journals.values(journal, 4)).containsExactly("x", "y", "z");
            assertThat(journal.statistics().records()).isEqualTo(9);
        }
    }

    @Test
    void shouldTellOfBatchesInOrderWithEntriesLiveAndInRecovery() {
        var live = new RecordingHandler();
        try (var journal = Journals.open(directory, Journals.SMALL, live)) {
            var append = new TestAppend(true).withEntry("first");
            append.addBatch(2, batch("a", "b"));
            append.withEntry("second");
            journal.appendAndWait(append);
        }
        var recovered = new RecordingHandler();
        Journals.open(directory, Journals.SMALL, recovered).close();

        assertThat(live.withoutFrames()).containsExactly("entry first", "records 2@0+2", "entry second");
        assertThat(recovered.withoutFrames()).isEqualTo(live.withoutFrames());
    }

    @Test
    void shouldKeepEverySendersOrderWhateverIsMixed() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        var expected = List.of(new ArrayList<String>(), new ArrayList<String>(), new ArrayList<String>());
        var image = directory.resolve("journal");
        try (var journal = Journals.open(image)) {
            TestAppend last = null;
            for (var i = 0; i < 400; i++) {
                last = new TestAppend(false);
                for (var items = random.nextInt(4); items >= 0; items--) {
                    var partition = random.nextInt(3);
                    var values = IntStream.range(0, 1 + random.nextInt(5))
                            .mapToObj(n -> "v" + random.nextInt(1_000_000))
                            .toList();
                    switch (random.nextInt(4)) {
                        case 0 -> last.withEntry("e");
                        case 1 -> {
                            last.with(partition, values.get(0));
                            expected.get(partition).add(values.get(0));
                        }
                        default -> {
                            last.addBatch(partition, batch(values.toArray(String[]::new)));
                            expected.get(partition).addAll(values);
                        }
                    }
                }
                journal.append(last);
            }
            journal.appendAndWait(new TestAppend(true));
            assertThat(last.end).isCompleted();
            for (var partition = 0; partition < 3; partition++) {
                assertThat(Journals.values(journal, partition))
                        .as("seed %d", seed)
                        .isEqualTo(expected.get(partition));
            }
        }
        try (var journal = Journals.open(image)) {
            for (var partition = 0; partition < 3; partition++) {
                assertThat(Journals.values(journal, partition))
                        .as("seed %d", seed)
                        .isEqualTo(expected.get(partition));
            }
        }
    }

    @Test
    void shouldWriteNothingOfAnAppendWhoseBatchIsTooLarge() {
        try (var journal = Journals.open(directory)) {
            var append = TestAppend.record(true, 3, "a");
            append.addBatch(3, batch("x".repeat(20_000)));

            assertThatThrownBy(() -> journal.appendAndWait(append)).isInstanceOf(JournalException.TooLarge.class);
            assertThat(journal.endOffset(3)).isZero();
        }
    }

    @Test
    void shouldRefuseABatchOfNothingAndAPartitionThatCannotBe() {
        assertThatThrownBy(() -> new BatchEncoder(0).finish(new CRC32C())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new TestAppend(true).addBatch(-1, batch("a")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }

    private static TestAppend two(int partition, String... values) {
        var append = new TestAppend(true);
        append.addBatch(partition, batch(values));
        return append;
    }

    private static EncodedBatch batch(String... values) {
        var encoder = new BatchEncoder(0);
        for (var value : values) {
            encoder.add(1_000, null, TestAppend.bytes(value), EncodedRecord.HeaderSource.NONE);
        }
        return encoder.finish(new CRC32C());
    }

    /** What the append is in a frame of its own, without the frame's header. */
    private static ByteBuffer content(Append append) {
        var builder = new FrameBuilder(new Partitions(100), 5, 1 << 16, 1 << 16);
        builder.begin(append.maxFrameBytes());
        builder.add(append);
        builder.end();
        var frame = builder.bytes();
        return frame.slice(FrameFormat.HEADER_BYTES, frame.limit() - FrameFormat.HEADER_BYTES);
    }

    private static byte[] bytes(Random random) {
        var bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static EncodedRecord.HeaderSource headers(Random random) {
        var value = bytes(random);
        return switch (random.nextInt(3)) {
            case 0 -> EncodedRecord.HeaderSource.NONE;
            case 1 -> sink -> sink.header("größe", value);
            default ->
                sink -> {
                    sink.header("none", null);
                    sink.header("some", value);
                };
        };
    }
}
