package io.penstock.journal.young;

import io.penstock.journal.JournalException;
import io.penstock.journal.frame.RecordingHandler;
import io.penstock.journal.frame.TestAppend;
import io.penstock.journal.record.EncodedRecord;
import io.penstock.journal.storage.MemoryStorage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import static io.penstock.journal.young.Journals.SMALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JournalTest {

    @TempDir
    Path directory;

    @AfterEach
    void noAppendEndsTwice() {
        assertThat(TestAppend.ENDED_TWICE).hasValue(0);
    }

    @Test
    void shouldReadBackWhatWasAppended() {
        try (var journal = Journals.open(directory)) {
            var headers = new EncodedRecord.HeaderSource() {
                @Override
                public void forEach(EncodedRecord.HeaderSink sink) {
                    sink.header("naïve", TestAppend.bytes("1"));
                    sink.header("none", null);
                    sink.header("last", TestAppend.bytes("3"));
                }
            };
            var append = new TestAppend(true);
            append.addRecord(3, EncodedRecord.of(77, TestAppend.bytes("key"), TestAppend.bytes("value"), headers));
            append.addRecord(3, EncodedRecord.of(66, null, null, sink -> {}));
            journal.appendAndWait(append);

            assertThat(append.end).isCompleted();
            var records = journal.read(3, 1).iterator();
            var first = records.next();
            var second = records.next();
            assertThat(records.hasNext()).isFalse();
            assertThat(first.key()).asString().isEqualTo("key");
            assertThat(first.value()).asString().isEqualTo("value");
            assertThat(first.timestampMillis()).isEqualTo(77);
            assertThat(first.header("naïve")).asString().isEqualTo("1");
            assertThat(first.header("none")).isNull();
            assertThat(first.header("last")).asString().isEqualTo("3");
            assertThat(first.header("unknown")).isNull();
            var names = new ArrayList<String>();
            first.headers((name, value) -> names.add(name));
            assertThat(names).containsExactly("naïve", "none", "last");
            assertThat(second.key()).isNull();
            assertThat(second.value()).isNull();
            assertThat(second.timestampMillis()).isEqualTo(66);
            assertThat(second.offset()).isEqualTo(1);
        }
    }

    @Test
    void shouldAssignDenseOffsetsInEachPartition() {
        try (var journal = Journals.open(directory)) {
            var append = new TestAppend(false)
                    .with(1, "a")
                    .with(2, "b")
                    .withEntry("e")
                    .with(1, "c");
            journal.appendAndWait(append);
            var further = TestAppend.record(false, 1, "d");
            journal.appendAndWait(further);

            assertThat(List.of(append.offset(0), append.offset(1), append.offset(2), further.offset(0)))
                    .containsExactly(0L, 0L, 1L, 2L);
            assertThatThrownBy(() -> append.offset(3)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(journal.endOffset(1)).isEqualTo(3);
            assertThat(journal.endOffset(2)).isEqualTo(1);
            assertThat(Journals.values(journal, 1)).containsExactly("a", "c", "d");
        }
    }

    @Test
    void shouldTellTheHandlerTheSameAfterReopening() {
        var live = new RecordingHandler();
        try (var journal = Journals.open(directory, SMALL, live)) {
            journal.appendAndWait(new TestAppend(true)
                    .withEntry("create")
                    .with(1, "a")
                    .with(2, "b")
                    .with(1, "c"));
            journal.appendAndWait(
                    new TestAppend(false).with(1, "d").withEntry("settle").with(1, "e"));
        }
        var recovered = new RecordingHandler();
        try (var journal = Journals.open(directory, SMALL, recovered)) {
            assertThat(Journals.values(journal, 1)).containsExactly("a", "c", "d", "e");
            assertThat(Journals.values(journal, 2)).containsExactly("b");
            journal.appendAndWait(TestAppend.record(true, 2, "f"));
            assertThat(Journals.values(journal, 2)).containsExactly("b", "f");
        }

        assertThat(live.withoutFrames())
                .containsExactly(
                        "entry create",
                        "records 1@0+2",
                        "records 2@0+1",
                        "records 1@2+1",
                        "entry settle",
                        "records 1@3+1");
        assertThat(recovered.told.subList(0, live.told.size())).isEqualTo(live.told);
    }

    @Test
    void shouldCrossFilesAndRecoverAllOfThem() {
        var expected = IntStream.range(0, 2_000)
                .mapToObj(i -> "value " + i + " " + "x".repeat(200))
                .toList();
        var live = new RecordingHandler();
        try (var journal = Journals.open(directory, SMALL, live)) {
            for (var value : expected) {
                journal.append(TestAppend.record(false, 0, value));
            }
            var last = new TestAppend(true).withEntry("last");
            journal.appendAndWait(last);
            assertThat(Journals.values(journal, 0)).isEqualTo(expected);
        }
        var recovered = new RecordingHandler();
        try (var journal = Journals.open(directory, SMALL, recovered)) {
            assertThat(Journals.values(journal, 0)).isEqualTo(expected);
            assertThat(recovered.told).isEqualTo(live.told);
        }
        assertThat(directory.toFile().list((dir, name) -> name.endsWith(".journal")).length)
                .isGreaterThan(5);
    }

    @Test
    void shouldKeepTheOrderOfEachOfManyThreads() throws Exception {
        var threads = 8;
        var each = 500;
        try (var journal = Journals.open(directory)) {
            var done = new ArrayList<CompletableFuture<Void>>();
            var go = new CountDownLatch(1);
            for (var t = 0; t < threads; t++) {
                var name = t;
                done.add(CompletableFuture.runAsync(
                        () -> {
                            awaitQuietly(go);
                            for (var i = 0; i < each; i++) {
                                var append = TestAppend.record(i % 7 == 0, name % 3, name + ":" + i);
                                if (i % 5 == 0) {
                                    journal.appendAndWait(append);
                                    assertThat(append.end).isCompleted();
                                } else {
                                    journal.append(append);
                                }
                            }
                        },
                        task -> new Thread(task).start()));
            }
            go.countDown();
            CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).join();
            journal.appendAndWait(new TestAppend(true));

            for (var t = 0; t < threads; t++) {
                var prefix = t + ":";
                var own = Journals.values(journal, t % 3).stream()
                        .filter(value -> value.startsWith(prefix))
                        .toList();
                assertThat(own)
                        .isEqualTo(IntStream.range(0, each)
                                .mapToObj(i -> prefix + i)
                                .toList());
            }
        }
    }

    @Test
    void shouldRefuseWhatNoFrameHoldsAndWriteNothing() {
        try (var journal = Journals.open(directory)) {
            var append = TestAppend.record(true, 0, "x".repeat(SMALL.maxFrameBytes()));
            assertThatThrownBy(() -> journal.append(append))
                    .isInstanceOf(JournalException.TooLarge.class)
                    .hasMessageContaining("16384");
            assertThatThrownBy(() -> journal.append(TestAppend.record(true, SMALL.maxPartitions(), "x")))
                    .isInstanceOf(JournalException.TooLarge.class);
            assertThat(append.end).isNotDone();
            assertThat(journal.endOffset(0)).isZero();
        }
    }

    @Test
    void shouldRefuseOffsetsOutsideThePartition() {
        try (var journal = Journals.open(directory)) {
            journal.appendAndWait(TestAppend.record(false, 0, "a"));

            assertThat(journal.read(0, 1)).isNull();
            assertThat(journal.read(9, 0)).isNull();
            assertThatThrownBy(() -> journal.read(0, 2)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> journal.read(0, -1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> journal.read(9, 1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldGoOnWithFilesOfAnotherSize() {
        var large = new JournalOptions(256 << 10, 128 << 10, 1 << 20, 10);
        var expected = new ArrayList<String>();
        for (var round = 0; round < 4; round++) {
            var options = round % 2 == 0 ? SMALL : large;
            try (var journal = Journals.open(directory, options, new RecordingHandler())) {
                assertThat(Journals.values(journal, 0)).isEqualTo(expected);
                for (var i = 0; i < 8; i++) {
                    var value = round + "." + i + "x".repeat(options.maxFrameBytes() - 1_000);
                    expected.add(value);
                    journal.appendAndWait(TestAppend.record(false, 0, value));
                }
                journal.release(1);
            }
        }
        try (var journal = Journals.open(directory)) {
            assertThat(Journals.values(journal, 0)).isEqualTo(expected);
        }
    }

    @Test
    void shouldRefuseOptionsThatCannotWork() {
        assertThatThrownBy(() -> new JournalOptions(1_000, 4_096, 1, 1)).hasMessageContaining("fileBytes = 1000");
        assertThatThrownBy(() -> new JournalOptions(64 << 10, 40 << 10, 1, 1)).hasMessageContaining("maxFrameBytes");
        assertThatThrownBy(() -> new JournalOptions(64 << 10, 16 << 10, 0, 1)).hasMessageContaining("maxQueuedBytes");
        assertThatThrownBy(() -> new JournalOptions(64 << 10, 16 << 10, 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("forceIntervalMillis");
    }

    @Test
    void shouldTellAppendsAfterClosing() {
        var journal = Journals.open(directory);
        journal.close();
        journal.close();
        var append = TestAppend.record(true, 0, "late");
        journal.appendAndWait(append);

        assertThatThrownBy(append.end::join).hasCauseInstanceOf(JournalException.NotOpen.class);
        assertThatThrownBy(() -> journal.read(0, 0)).isInstanceOf(JournalException.NotOpen.class);
        assertThat(journal.failure()).isNull();
    }

    @Test
    void shouldKeepItsIdentityAndCountItsOpenings() {
        long id;
        try (var journal = Journals.open(directory)) {
            id = journal.storeId();
            assertThat(id).isNotZero();
            assertThat(journal.incarnation()).isEqualTo(1);
        }
        try (var journal = Journals.open(directory)) {
            assertThat(journal.storeId()).isEqualTo(id);
            assertThat(journal.incarnation()).isEqualTo(2);
        }
    }

    @Test
    void shouldSurviveTheInterruptOfACaller() {
        try (var journal = Journals.open(directory)) {
            Thread.currentThread().interrupt();
            journal.appendAndWait(TestAppend.record(true, 0, "a"));
            assertThat(journal.read(0, 0)).isNotNull();
            assertThat(Thread.interrupted()).isTrue();
            journal.appendAndWait(TestAppend.record(true, 0, "b"));
            assertThat(Journals.values(journal, 0)).containsExactly("a", "b");
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldMissNobodyWhenTheWriterLooksForItself() throws Exception {
        try (var journal = Journals.open(new MemoryStorage())) {
            // So close after each other that the writer stops being woken; each must be found nevertheless.
            for (var i = 0; i < 5_000; i++) {
                var append = TestAppend.record(false, 0, "x");
                journal.append(append);
                append.end.get(20, TimeUnit.SECONDS);
            }
            assertThat(journal.endOffset(0)).isEqualTo(5_000);
        }
    }
}
