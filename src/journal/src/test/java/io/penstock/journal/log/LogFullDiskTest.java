package io.penstock.journal.log;

import io.penstock.journal.JournalException;
import io.penstock.journal.archive.ArchiveOptions;
import io.penstock.journal.archive.CleanupPolicy;
import io.penstock.journal.archive.PartitionPlan;
import io.penstock.journal.frame.TestAppend;
import io.penstock.journal.record.BatchCompression;
import io.penstock.journal.record.EncodedRecord;
import io.penstock.journal.young.Journals;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A whole log on a real disk that is full: senders are refused before it is, and taken again once old records went. */
class LogFullDiskTest {

    private static final int QUEUE = 0;
    private static final int TOPIC = 1;
    private static final int VALUE_CHARS = 4_000;
    private static final Duration TOPIC_AGE = Duration.ofHours(1);

    private static final String DISK = "size=4m";

    /** More than there is space for. */
    private static final int MAX_RECORDS = 2_000;

    /** One moves, expires and compacts a step each, so some are needed; so many are an endless loop. */
    private static final int MAX_ROUNDS = 200;

    private static final LogOptions OPTIONS = LogOptions.of(Journals.SMALL)
            .withArchive(new ArchiveOptions(64 << 10, 16, 64 << 10, 4, 1_000))
            .withYoungFiles(1)
            .withRoundMillis(0);

    @TempDir
    Path directory;

    private final AtomicLong now = new AtomicLong(1_700_000_000_000L);
    private boolean mounted;

    /** A queue, whose settlements are entries of the offset before which all is settled, and a topic that ages. */
    private static final class Owner implements LogOwner {

        private volatile long settledTo;

        @Override
        public void records(int partition, long baseOffset, int count) {}

        @Override
        public void entry(ByteBuffer entry) {
            settledTo = entry.getLong();
        }

        @Override
        public void endOfFrame(long sequence) {}

        @Override
        public void restore(ByteBuffer snapshot) {
            settledTo = snapshot.getLong();
        }

        @Override
        public CompletionStage<byte[]> snapshot() {
            return CompletableFuture.completedFuture(
                    ByteBuffer.allocate(Long.BYTES).putLong(settledTo).array());
        }

        @Override
        public PartitionPlan plan(int partition) {
            return partition == QUEUE
                    ? new PartitionPlan(
                            "d",
                            0,
                            "queue",
                            CleanupPolicy.SETTLED,
                            null,
                            0,
                            Duration.ZERO,
                            false,
                            BatchCompression.NONE)
                    : new PartitionPlan(
                            "d",
                            0,
                            "topic",
                            CleanupPolicy.EXPIRE,
                            TOPIC_AGE,
                            0,
                            Duration.ZERO,
                            false,
                            BatchCompression.NONE);
        }

        @Override
        public long[] needed(int partition, long from, long to) {
            var first = Math.max(from, settledTo);
            return first < to ? new long[] {first, to} : new long[0];
        }
    }

    @BeforeEach
    void mount() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", DISK, "tmpfs", directory.toString());
        assumeTrue(mounted, "skipped: a small file system can only be mounted by root, and not everywhere");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            run("umount", directory.toString());
        }
    }

    @ParameterizedTest(name = "a round of aging after {0} records")
    @ValueSource(ints = {10, MAX_RECORDS})
    void shouldRefuseSendersBeforeTheDiskIsFullAndTakeThemAgainOnceOldRecordsWent(int recordsPerRound)
            throws Exception {
        var owner = new Owner();
        try (var log = open(owner)) {
            for (var time = 0; time < 2; time++) {
                fill(log, recordsPerRound);
                assertThat(Files.getFileStore(directory).getUsableSpace()).isPositive();
                var end = log.endOffset(QUEUE);
                assertThat(log.read(QUEUE, end - 1).endOffset()).isEqualTo(end);
                assertThat(settle(log, end - 1).end).isCompleted();

                now.addAndGet(TOPIC_AGE.multipliedBy(2).toMillis());
                age(log);
                await().until(() -> log.shortage() == null);
                assertThat(send(log).end).isCompleted();
                assertThat(offsets(log, QUEUE)).contains(end - 1, end);
                assertThat(offsets(log, TOPIC)).contains(end);
            }
        }
        try (var log = open(owner)) {
            var end = log.endOffset(QUEUE);
            assertThat(offsets(log, QUEUE)).contains(end - 2, end - 1);
            assertThat(offsets(log, TOPIC)).contains(end - 1);
        }
    }

    /** Until senders are refused. */
    private void fill(LocalLog log, int recordsPerRound) {
        var append = send(log);
        for (var sent = 1; append.end.isDone() && !append.end.isCompletedExceptionally(); sent++) {
            assertThat(sent).as("records that fit").isLessThan(MAX_RECORDS);
            if (sent % recordsPerRound == 0) {
                log.age();
                assertThat(log.agingFailure()).isNull();
            }
            append = send(log);
        }
        assertThat(catchThrowable(append.end::join))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(JournalException.StorageFull.class);
        assertThat(log.failure()).isNull();
    }

    /** Until there is space again. */
    private void age(LocalLog log) throws IOException {
        for (var rounds = 0; free() < Journals.SMALL.minFreeBytes(); rounds++) {
            assertThat(rounds).as("rounds that freed too little").isLessThan(MAX_ROUNDS);
            log.age();
            assertThat(log.agingFailure()).isNull();
        }
    }

    private long free() throws IOException {
        return Files.getFileStore(directory).getUsableSpace();
    }

    private TestAppend send(LocalLog log) {
        var append = new TestAppend(true);
        for (var partition : new int[] {QUEUE, TOPIC}) {
            var value = "x".repeat(VALUE_CHARS).getBytes(StandardCharsets.UTF_8);
            append.addRecord(partition, EncodedRecord.of(now.get(), null, value, sink -> {}));
        }
        log.appendAndWait(append);
        return append;
    }

    private static TestAppend settle(LocalLog log, long to) {
        var append = new TestAppend(true);
        append.addEntry(ByteBuffer.allocate(Long.BYTES).putLong(to).array());
        log.appendAndWait(append);
        return append;
    }

    private LocalLog open(Owner owner) {
        return LocalLog.open(directory.resolve("data"), OPTIONS, () -> Instant.ofEpochMilli(now.get()), owner);
    }

    /** All that can be read, settled ones that are young included. */
    private TreeSet<Long> offsets(LocalLog log, int partition) {
        var offsets = new TreeSet<Long>();
        var next = log.startOffset(partition);
        for (var batch = log.read(partition, next); batch != null; batch = log.read(partition, next)) {
            for (var record : batch) {
                offsets.add(record.offset());
            }
            next = batch.endOffset();
        }
        return offsets;
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
