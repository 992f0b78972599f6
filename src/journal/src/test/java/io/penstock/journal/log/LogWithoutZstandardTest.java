package io.penstock.journal.log;

import io.penstock.journal.JournalException;
import io.penstock.journal.archive.ArchiveOptions;
import io.penstock.journal.archive.CleanupPolicy;
import io.penstock.journal.archive.PartitionPlan;
import io.penstock.journal.frame.TestAppend;
import io.penstock.journal.record.BatchCompression;
import io.penstock.journal.record.WithoutZstandard;
import io.penstock.journal.young.Journals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import static org.assertj.core.api.Assertions.assertThat;

/** A directory of an application with Zstandard, opened by one that lacks the library. */
class LogWithoutZstandardTest {

    private static final int PLAIN = 0;
    private static final int COMPRESSED = 1;

    private static final LogOptions OPTIONS = LogOptions.of(Journals.UNFORCED)
            .withArchive(new ArchiveOptions(32 << 10, 4, 64 << 10, 4, 1_000))
            .withYoungFiles(0)
            .withRoundMillis(0);

    /** Has one partition compressed, and keeps everything. */
    private static final class Owner implements LogOwner {

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
            return new PartitionPlan(
                    "d",
                    0,
                    "p/" + partition,
                    CleanupPolicy.EXPIRE,
                    null,
                    0,
                    Duration.ZERO,
                    false,
                    partition == COMPRESSED ? BatchCompression.ZSTD : BatchCompression.NONE);
        }

        @Override
        public long[] needed(int partition, long from, long to) {
            return new long[] {from, to};
        }
    }

    private static LocalLog open(String directory) {
        return LocalLog.open(Path.of(directory), OPTIONS, InstantSource.system(), new Owner());
    }

    private static void fill(LocalLog log) {
        for (var i = 0; i < 60; i++) {
            log.appendAndWait(TestAppend.record(true, PLAIN, "x".repeat(4_000)).with(COMPRESSED, "y".repeat(4_000)));
        }
        log.age();
        log.age();
    }

    /** How the records that can be read are compressed, and how many there are. */
    private static String read(LocalLog log, int partition) {
        var kinds = new TreeSet<String>();
        var records = 0;
        var next = log.startOffset(partition);
        for (var batch = log.read(partition, next); batch != null; batch = log.read(partition, next)) {
            for (var record : batch) {
                records += record.offset() >= next ? 1 : 0;
            }
            kinds.add(batch.compression().name());
            next = batch.endOffset();
        }
        return records + " " + kinds;
    }

    /** Runs in an application without the library. */
    private static final class GoOn {

        static String run(String directory) {
            try (var log = open(directory)) {
                fill(log);
                var failure = log.agingFailure();
                return "aging " + (failure == null ? "works" : failure.getMessage()) + "\nplain " + read(log, PLAIN)
                        + "\n" + problem(log);
            }
        }

        private static String problem(LocalLog log) {
            try {
                return "compressed " + read(log, COMPRESSED);
            } catch (JournalException.PartitionOffline e) {
                return e.getMessage() + "\noffline " + log.offline().keySet();
            }
        }
    }

    @Test
    void shouldWriteLz4InItsPlace(@TempDir Path directory) throws Exception {
        try (var application = new WithoutZstandard()) {
            assertThat(application.run(GoOn.class, directory.toString()).lines())
                    .containsExactly("aging works", "plain 60 [NONE]", "compressed 60 [LZ4, NONE]");
        }
    }

    @Test
    void shouldSetAsideWhatItCannotReadAndServeTheRest(@TempDir Path directory) throws Exception {
        try (var log = open(directory.toString())) {
            fill(log);
            assertThat(read(log, COMPRESSED)).isEqualTo("60 [NONE, ZSTD]");
        }
        try (var application = new WithoutZstandard()) {
            var lines =
                    application.run(GoOn.class, directory.toString()).lines().toList();
            assertThat(lines).contains("aging works", "plain 120 [NONE]", "offline [" + COMPRESSED + "]");
            assertThat(lines.get(2))
                    .startsWith("Partition 1 is offline: ")
                    .contains("com.github.luben:zstd-jni")
                    .contains("Its files were left as they are");
        }
        try (var log = open(directory.toString())) {
            assertThat(log.offline()).isEmpty();
            assertThat(read(log, COMPRESSED)).isEqualTo("120 [LZ4, NONE, ZSTD]");
        }
    }
}
