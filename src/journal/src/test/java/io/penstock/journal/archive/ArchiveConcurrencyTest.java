package io.penstock.journal.archive;

import io.penstock.journal.record.BatchCompression;
import io.penstock.journal.storage.DirectoryStorage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.assertj.core.api.Assertions.assertThat;

class ArchiveConcurrencyTest {

    private static final int ROUNDS = 12;
    private static final int READERS = 3;

    @Test
    void shouldServeReadersWhileSegmentsAreMovedRemovedAndRewritten(@TempDir Path directory) throws Exception {
        var settled = Archives.plan(1, CleanupPolicy.SETTLED);
        var expired = new PartitionPlan(
                "d", 0, "p/2", CleanupPolicy.EXPIRE, null, 20_000, Duration.ZERO, false, BatchCompression.LZ4);
        var readers = Executors.newFixedThreadPool(READERS);
        var done = new AtomicBoolean();
        try (var disk = DirectoryStorage.open(directory)) {
            var archives = new Archives(disk.folder("archive"), Archives.SMALL, ArchiveMarks.NONE);
            var reading = new ArrayList<Callable<Long>>();
            for (var reader = 0; reader < READERS; reader++) {
                var first = reader;
                reading.add(() -> readAll(archives.archive, done, first));
            }
            var ends = reading.stream().map(readers::submit).toList();
            for (var round = 0; round < ROUNDS; round++) {
                archives.fill(1, settled, 100L * round, 100L * round + 100);
                archives.fill(2, expired, 100L * round, 100L * round + 100);
                archives.settle();
                // Every tenth offset is needed for good.
                archives.archive.compact(1, settled, ArchiveConcurrencyTest::everyTenth);
                archives.archive.expire(2, expired, Long.MAX_VALUE);
                archives.settle();
            }
            done.set(true);
            for (var end : ends) {
                assertThat(end.get()).isPositive();
            }
            assertThat(archives.archive.statistics().rewrittenBytes()).isPositive();
            assertThat(archives.archive.offline()).isEmpty();
            archives.archive.close();
        } finally {
            done.set(true);
            readers.shutdownNow();
        }
    }

    private static long[] everyTenth(long from, long to) {
        var ranges = new ArrayList<Long>();
        for (var offset = (from + 9) / 10 * 10; offset < to; offset += 10) {
            ranges.add(offset);
            ranges.add(offset + 1);
        }
        return ranges.stream().mapToLong(Long::longValue).toArray();
    }

    /** Again and again from the beginning to the end, without a needed offset ever missing. */
    private static long readAll(Archive archive, AtomicBoolean done, int reader) {
        var count = 0L;
        do {
            count += readOnce(archive, 1, true) + readOnce(archive, 2, false);
            archive.offsetAt(1 + reader % 2, Archives.START_MILLIS + 150);
        } while (!done.get() || count == 0);
        return count;
    }

    private static long readOnce(Archive archive, int partition, boolean allTenths) {
        var count = 0L;
        var offset = 0L;
        var tenth = 0L;
        for (var batch = archive.read(partition, 0); batch != null; batch = archive.read(partition, offset)) {
            for (var record : batch) {
                if (record.offset() < offset) {
                    continue;
                }
                assertThat(new String(record.value(), StandardCharsets.UTF_8))
                        .isEqualTo(Archives.value(record.offset()));
                if (allTenths && record.offset() % 10 == 0) {
                    assertThat(record.offset()).isEqualTo(tenth);
                    tenth += 10;
                }
                offset = record.offset() + 1;
                count++;
            }
            offset = batch.endOffset();
        }
        return count;
    }
}
