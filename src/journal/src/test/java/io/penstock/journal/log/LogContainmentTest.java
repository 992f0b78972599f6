package io.penstock.journal.log;

import io.penstock.journal.LogCapture;
import io.penstock.journal.archive.ArchiveOptions;
import io.penstock.journal.archive.CleanupPolicy;
import io.penstock.journal.archive.PartitionPlan;
import io.penstock.journal.frame.TestAppend;
import io.penstock.journal.record.BatchCompression;
import io.penstock.journal.storage.MemoryStorage;
import io.penstock.journal.young.Journals;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

/** What fails of one partition while records get old: it holds back what is its own, and nobody else. */
class LogContainmentTest {

    private static final int FAILING = 0;
    private static final int[] OTHERS = {1, 2};

    /** A few of them fill a file. */
    private static final int VALUE_CHARS = 4_000;

    private static final int RECORDS_PER_ROUND = 20;

    private static final LogOptions OPTIONS = LogOptions.of(Journals.UNFORCED)
            .withArchive(new ArchiveOptions(32 << 10, 4, 64 << 10, 4, 1_000))
            .withYoungFiles(0)
            .withRoundMillis(0);

    private final MemoryStorage storage = new MemoryStorage();
    private final AtomicLong now = new AtomicLong(1_700_000_000_000L);
    private final Owner owner = new Owner();
    private LocalLog log;
    private int sent;

    /** Keeps everything, unless a test says otherwise. */
    private static final class Owner implements LogOwner {

        private final Map<Integer, PartitionPlan> plans = new HashMap<>();
        private Error error;
        private Error errorOfOne;
        private RuntimeException failure;

        @Override
        public void records(int partition, long baseOffset, int count) {}

        @Override
        public void entry(ByteBuffer entry) {}

        @Override
        public void endOfFrame(long sequence) {}

        @Override
        public void restore(ByteBuffer snapshot) {}

        @Override
        public CompletionStage<byte[]> snapshot() {
            return CompletableFuture.completedFuture(new byte[0]);
        }

        @Override
        public PartitionPlan plan(int partition) {
            if (error != null || errorOfOne != null && partition == FAILING) {
                throw error == null ? errorOfOne : error;
            }
            return plans.getOrDefault(partition, keeping(partition, CleanupPolicy.SETTLED));
        }

        @Override
        public long[] needed(int partition, long from, long to) {
            if (partition == FAILING && failure != null) {
                throw failure;
            }
            return new long[] {from, to};
        }
    }

    private static PartitionPlan keeping(int partition, CleanupPolicy cleanup) {
        return new PartitionPlan(
                "d", 0, "p/" + partition, cleanup, null, 0, Duration.ZERO, false, BatchCompression.NONE);
    }

    @BeforeEach
    void open() {
        log = open(storage);
    }

    private LocalLog open(MemoryStorage where) {
        return LocalLog.open(where, OPTIONS, () -> Instant.ofEpochMilli(now.get()), owner);
    }

    private void send() {
        for (var i = 0; i < RECORDS_PER_ROUND; i++) {
            var append = TestAppend.record(true, FAILING, value(sent));
            for (var other : OTHERS) {
                append.with(other, value(sent));
            }
            log.appendAndWait(append);
            sent++;
        }
    }

    private void age() {
        // The older of the two checkpoints has to know what was moved before files are given up.
        for (var round = 0; round < 3; round++) {
            log.age();
        }
    }

    private static String value(int number) {
        return number + " " + "x".repeat(VALUE_CHARS);
    }

    private static List<Long> offsets(LocalLog log, int partition) {
        var offsets = new ArrayList<Long>();
        var next = 0L;
        for (var batch = log.read(partition, next); batch != null; batch = log.read(partition, next)) {
            for (var record : batch) {
                if (record.offset() >= next) {
                    assertThat(new String(record.value(), StandardCharsets.UTF_8))
                            .isEqualTo(value((int) record.offset()));
                    offsets.add(record.offset());
                    next = record.offset() + 1;
                }
            }
        }
        return offsets;
    }

    private void assertAllIsThere(LocalLog read) {
        var all = LongStream.range(0, sent).boxed().toList();
        assertThat(offsets(read, FAILING)).isEqualTo(all);
        for (var other : OTHERS) {
            assertThat(offsets(read, other)).isEqualTo(all);
        }
    }

    private void assertAllIsThereAfterACrash() {
        try (var recovered = open(storage.copy())) {
            assertThat(recovered.offline()).isEmpty();
            assertAllIsThere(recovered);
            recovered.age();
            assertAllIsThere(recovered);
        }
    }

    private long archivedBytes(int partition) {
        return storage.list().stream()
                .filter(name -> name.startsWith("archive/p/" + partition + "/") && name.endsWith(".log"))
                .mapToLong(name -> storage.bytes(name).length)
                .sum();
    }

    /** Nearly all that was sent, since what the newest file holds is young. */
    private void assertOthersAreArchived() {
        for (var other : OTHERS) {
            assertThat(archivedBytes(other)).isGreaterThan((sent - RECORDS_PER_ROUND) * (long) VALUE_CHARS);
        }
    }

    /** What fails is mended: everything is moved, and the journal lets its files go. */
    private void assertCatchesUp() {
        age();
        assertThat(log.agingFailure()).isNull();
        assertThat(log.agingFailureMillis()).isZero();
        assertThat(log.statistics().fullFiles()).isLessThanOrEqualTo(1);
        assertThat(archivedBytes(FAILING)).isGreaterThan((sent - RECORDS_PER_ROUND) * (long) VALUE_CHARS);
        assertAllIsThere(log);
        assertAllIsThereAfterACrash();
    }

    @Test
    void shouldMoveTheOthersWhileOneFolderCannotBeWritten() {
        send();
        age();
        storage.onWrite = name -> {
            if (name.startsWith("archive/p/" + FAILING + "/")) {
                throw new IOException("no answer from the disk");
            }
        };
        for (var round = 0; round < 4; round++) {
            send();
            age();
            assertThat(log.agingFailure()).hasMessageContaining("p/0").hasMessageContaining("no answer from the disk");
            assertOthersAreArchived();
            assertAllIsThere(log);
            assertAllIsThereAfterACrash();
        }
        assertThat(log.statistics().fullFiles())
                .as("they hold what is only there")
                .isGreaterThan(4);

        storage.onWrite = name -> {};
        assertCatchesUp();
    }

    @Test
    void shouldMoveTheOthersWhileItIsUnknownWhatOneNeeds() {
        owner.failure = new IllegalStateException("nobody answers");
        send();
        age();
        send();
        age();

        assertThat(log.agingFailure()).hasMessageContaining("partition 0").hasMessageContaining("nobody answers");
        assertOthersAreArchived();
        assertThat(archivedBytes(FAILING)).isZero();
        assertAllIsThere(log);
        assertAllIsThereAfterACrash();

        owner.failure = null;
        assertCatchesUp();
    }

    @Test
    void shouldTellForHowLongItHasFailed() {
        owner.failure = new IllegalStateException("nobody answers");
        send();
        log.age();
        now.addAndGet(60_000);
        log.age();
        now.addAndGet(30_000);

        assertThat(log.agingFailureMillis()).isEqualTo(90_000);

        owner.failure = null;
        log.age();
        assertThat(log.agingFailureMillis()).isZero();
        owner.failure = new IllegalStateException("nobody answers again");
        send();
        log.age();
        now.addAndGet(1_000);
        assertThat(log.agingFailureMillis()).isEqualTo(1_000);
    }

    @Test
    void shouldGoOnAfterAnErrorOfALibrary() {
        owner.error = new NoClassDefFoundError("native code is missing");
        send();

        age();

        assertThat(log.agingFailure()).hasMessageContaining("native code is missing");
        owner.error = null;
        assertCatchesUp();
    }

    @Test
    void shouldTendTheOthersWhileOneCannotBeTended() {
        for (var partition : new int[] {FAILING, OTHERS[0], OTHERS[1]}) {
            owner.plans.put(partition, keeping(partition, CleanupPolicy.EXPIRE));
        }
        send();
        send();
        age();
        var before = archivedBytes(OTHERS[1]);
        storage.onDelete = name -> {
            if (name.contains("p/0/")) {
                throw new IOException("not permitted");
            }
        };
        owner.plans.put(
                FAILING,
                new PartitionPlan(
                        "d",
                        0,
                        "p/0",
                        CleanupPolicy.EXPIRE,
                        null,
                        40_000,
                        Duration.ZERO,
                        false,
                        BatchCompression.NONE));
        owner.plans.put(
                OTHERS[1],
                new PartitionPlan(
                        "d",
                        0,
                        "p/2",
                        CleanupPolicy.EXPIRE,
                        null,
                        40_000,
                        Duration.ZERO,
                        false,
                        BatchCompression.NONE));

        age();

        assertThat(log.offline()).containsOnlyKeys(FAILING);
        assertThat(archivedBytes(OTHERS[1])).isLessThan(before);
    }

    @Test
    void shouldGiveUpJournalFilesWhileASegmentCannotBeDeleted() {
        storage.onDelete = name -> {
            if (name.endsWith(".removed")) {
                throw new IOException("not permitted");
            }
        };
        for (var partition : new int[] {FAILING, OTHERS[0], OTHERS[1]}) {
            owner.plans.put(
                    partition,
                    new PartitionPlan(
                            "d",
                            0,
                            "p/" + partition,
                            CleanupPolicy.EXPIRE,
                            null,
                            40_000,
                            Duration.ZERO,
                            false,
                            BatchCompression.NONE));
        }
        for (var round = 0; round < 6; round++) {
            send();
            age();
        }

        assertThat(storage.list()).anyMatch(name -> name.endsWith(".removed"));
        assertThat(log.agingFailure()).hasMessageContaining("not permitted");
        assertThat(log.statistics().fullFiles()).isLessThanOrEqualTo(4);

        storage.onDelete = name -> {};
        age();
        assertThat(log.agingFailure()).isNull();
        assertThat(log.statistics().fullFiles()).isLessThanOrEqualTo(1);
    }

    @Test
    void shouldMoveTheOthersWhileALibraryIsMissingForOne() {
        owner.errorOfOne = new NoClassDefFoundError("native code is missing");
        for (var round = 0; round < 3; round++) {
            send();
            age();
        }

        assertThat(log.agingProblems()).containsOnlyKeys(FAILING);
        assertThat(log.agingProblems().get(FAILING)).contains("partition 0").contains("native code is missing");
        assertOthersAreArchived();
        assertThat(archivedBytes(FAILING)).isZero();
        assertAllIsThere(log);

        owner.errorOfOne = null;
        assertCatchesUp();
        assertThat(log.agingProblems()).isEmpty();
    }

    @Test
    void shouldTellAProblemOnce() {
        try (var captured = new LogCapture(Aging.class)) {
            owner.failure = new IllegalStateException("nobody answers");
            for (var round = 0; round < 5; round++) {
                send();
                age();
                now.addAndGet(120_000);
            }
            assertThat(captured.messages)
                    .filteredOn(message -> message.contains("nobody answers"))
                    .hasSize(1);
        }
    }
}
