package io.penstock.journal.log;

import io.penstock.journal.JournalException;
import io.penstock.journal.archive.CleanupPolicy;
import io.penstock.journal.archive.PartitionPlan;
import io.penstock.journal.checkpoint.Checkpoints;
import io.penstock.journal.file.JournalFile;
import io.penstock.journal.frame.TestAppend;
import io.penstock.journal.record.BatchCompression;
import io.penstock.journal.storage.MemoryStorage;
import io.penstock.journal.young.Journals;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LogTest {

    private static final LogOptions OPTIONS =
            LogOptions.of(Journals.UNFORCED).withYoungFiles(0).withRoundMillis(0);

    private final MemoryStorage storage = new MemoryStorage();

    /** One queue of which every third record is settled; its state is how many records it was told of. */
    private static final class Owner implements LogOwner {

        private long records;
        private long told;

        @Override
        public void records(int partition, long baseOffset, int count) {
            records += count;
            told += count;
        }

        @Override
        public void entry(ByteBuffer entry) {}

        @Override
        public void endOfFrame(long sequence) {}

        @Override
        public void restore(ByteBuffer snapshot) {
            records = snapshot.getLong();
        }

        @Override
        public CompletionStage<byte[]> snapshot() {
            return CompletableFuture.completedFuture(
                    ByteBuffer.allocate(8).putLong(records).array());
        }

        @Override
        public PartitionPlan plan(int partition) {
            return new PartitionPlan(
                    "d", 0, "queue", CleanupPolicy.SETTLED, null, 0, Duration.ZERO, false, BatchCompression.LZ4);
        }

        @Override
        public long[] needed(int partition, long from, long to) {
            var ranges = new ArrayList<Long>();
            for (var offset = from; offset < to; offset++) {
                if (offset % 3 != 0) {
                    ranges.addAll(List.of(offset, offset + 1));
                }
            }
            return ranges.stream().mapToLong(Long::longValue).toArray();
        }
    }

    @Test
    void shouldReadOnFromArchiveToJournalAndKeepOnlyWhatIsNeeded() {
        var owner = new Owner();
        try (var log = open(owner)) {
            fill(log, 60);
            log.age();
            log.age();
            assertThat(log.agingFailure()).isNull();

            var offsets = offsets(log);
            assertThat(offsets).endsWith(59L);
            assertThat(offsets)
                    .contains(1L, 2L, 4L, 5L)
                    .doesNotContain(0L, 3L, 6L)
                    .isSorted();
            assertThat(log.startOffset(0)).isEqualTo(1);
            assertThat(log.offsetAt(0, 1_000)).isEqualTo(1);
            assertThat(log.offsetAt(0, 1_001)).isEqualTo(60);
            // Files that both checkpoints can do without are gone.
            assertThat(storage.list()).doesNotContain(JournalFile.name(1));
            assertThatThrownBy(() -> log.read(0, 61)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldGoOnFromTheLastCheckpoint() {
        try (var log = open(new Owner())) {
            fill(log, 60);
            log.age();
        }
        var owner = new Owner();
        try (var log = open(owner)) {
            assertThat(owner.records).isEqualTo(60);
            assertThat(owner.told).as("told again after a clean end").isZero();
            assertThat(log.endOffset(0)).isEqualTo(60);
            fill(log, 1);
            assertThat(offsets(log)).endsWith(60L);
        }
    }

    @Test
    void shouldRefuseToStartWithoutTheCheckpointsThatItsFilesNeed() throws Exception {
        try (var log = open(new Owner())) {
            fill(log, 60);
            log.age();
            log.age();
        }
        for (var name : storage.list()) {
            if (Checkpoints.number(name) >= 0) {
                storage.delete(name);
            }
        }

        assertThatThrownBy(() -> open(new Owner()))
                .isInstanceOf(JournalException.Corrupted.class)
                .hasMessageContaining("There is no checkpoint");
    }

    @Test
    void shouldTakeOnePartitionOfflineWhenAYoungBatchIsDamaged() {
        try (var log = open(new Owner())) {
            fill(log, 1);
            log.appendAndWait(TestAppend.record(true, 1, "sound"));
            var bytes = new String(storage.bytes(JournalFile.name(1)), StandardCharsets.ISO_8859_1);
            storage.damage(JournalFile.name(1), bytes.indexOf("xxxx"));

            assertThatThrownBy(() -> log.read(0, 0)).isInstanceOf(JournalException.PartitionOffline.class);
            assertThatThrownBy(() -> log.read(0, 0)).isInstanceOf(JournalException.PartitionOffline.class);
            assertThat(log.offline()).containsOnlyKeys(0);
            assertThat(log.read(1, 0).baseOffset()).isZero();
        }
    }

    private LocalLog open(LogOwner owner) {
        return LocalLog.open(storage, OPTIONS, InstantSource.system(), owner);
    }

    private static void fill(LocalLog log, int records) {
        for (var i = 0; i < records; i++) {
            log.appendAndWait(TestAppend.record(true, 0, "x".repeat(4_000)));
        }
    }

    private static List<Long> offsets(LocalLog log) {
        var offsets = new ArrayList<Long>();
        var next = log.startOffset(0);
        for (var batch = log.read(0, next); batch != null; batch = log.read(0, next)) {
            for (var record : batch) {
                if (record.offset() >= next) {
                    offsets.add(record.offset());
                    next = record.offset() + 1;
                }
            }
        }
        return offsets;
    }
}
