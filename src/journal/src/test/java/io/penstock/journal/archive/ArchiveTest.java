package io.penstock.journal.archive;

import io.penstock.journal.JournalException;
import io.penstock.journal.storage.DirectoryStorage;
import io.penstock.journal.storage.MemoryStorage;
import org.apache.kafka.common.record.SimpleRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ArchiveTest {

    private final MemoryStorage storage = new MemoryStorage();

    @Test
    void shouldReadAcrossSegmentsWhatWasMoved() {
        var archives = Archives.open(storage);
        archives.fill(3, Archives.plan(3, CleanupPolicy.EXPIRE), 0, 500);
        archives.archive.force();

        assertThat(Archives.contents(archives.archive, 3)).isEqualTo(Archives.expected(0, 500));
        assertThat(archives.archive.statistics().segments()).isGreaterThan(10);
        assertThat(archives.archive.endOffset(3)).isEqualTo(500);
        assertThat(archives.archive.startOffset(3)).isZero();
        assertThat(archives.archive.read(3, 500)).isNull();
        for (var offset = 0L; offset < 500; offset++) {
            assertThat(archives.archive.read(3, offset).iterator().next().offset())
                    .isLessThanOrEqualTo(offset);
            assertThat(archives.archive.read(3, offset).endOffset()).isGreaterThan(offset);
        }
    }

    @Test
    void shouldKnowNothingOfAPartitionThatWasNeverMoved() {
        var archive = Archives.open(storage).archive;
        assertThat(archive.startOffset(1)).isEqualTo(-1);
        assertThat(archive.endOffset(1)).isZero();
        assertThat(archive.hasRecords(1)).isFalse();
        assertThat(archive.read(1, 0)).isNull();
        assertThat(archive.offsetAt(1, 0)).isEqualTo(-1);
    }

    @Test
    void shouldLeaveOutWhatIsNotLivingAndKeepTheOffsetsOfTheRest() {
        var archives = Archives.open(storage);
        var plan = Archives.plan(1, CleanupPolicy.SETTLED);
        for (var base = 0; base < 1_000; base += 10) {
            var records = LongStream.range(base, base + 10)
                    .mapToObj(offset -> Archives.record(offset, null, Archives.value(offset)))
                    .toArray(SimpleRecord[]::new);
            archives.archive.append(1, plan, Archives.batch(base, records), new OffsetRanges(new long[] {
                base + 3, base + 4, base + 9, base + 10
            }));
        }
        archives.archive.moved(1, plan, 1_000);
        archives.archive.force();

        assertThat(archives.offsets(1))
                .isEqualTo(LongStream.range(0, 1_000)
                        .filter(offset -> offset % 10 == 3 || offset % 10 == 9)
                        .boxed()
                        .toList());
        // Far fewer batches than were moved.
        assertThat(archives.archive.read(1, 4).endOffset()).isGreaterThan(20);
    }

    @Test
    void shouldSkipWhatWasAppendedBefore() {
        var archives = Archives.open(storage);
        var plan = Archives.plan(1, CleanupPolicy.EXPIRE);
        archives.fill(1, plan, 0, 95);
        archives.fill(1, plan, 0, 100);
        archives.archive.force();
        archives.fill(1, plan, 50, 120);
        archives.archive.force();

        assertThat(Archives.contents(archives.archive, 1)).isEqualTo(Archives.expected(0, 120));
    }

    @Test
    void shouldFindTheFirstRecordAtOrAfterATime() {
        var archives = Archives.open(storage);
        archives.fill(1, Archives.plan(1, CleanupPolicy.EXPIRE), 0, 300);
        archives.archive.force();
        for (var offset = 0L; offset < 300; offset++) {
            assertThat(archives.archive.offsetAt(1, Archives.START_MILLIS + offset))
                    .isEqualTo(offset);
        }
        assertThat(archives.archive.offsetAt(1, 0)).isZero();
        assertThat(archives.archive.offsetAt(1, Archives.START_MILLIS + 300)).isEqualTo(-1);
    }

    @Test
    void shouldFindTimesThatAreOutOfOrder() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        var archives = Archives.open(storage);
        var plan = Archives.plan(1, CleanupPolicy.EXPIRE);
        var times = new long[400];
        for (var offset = 0; offset < times.length; offset++) {
            times[offset] = random.nextInt(1_000);
            archives.archive.append(
                    1,
                    plan,
                    Archives.batch(offset, Archives.record(times[offset], null, Archives.value(offset))),
                    OffsetRanges.ALL);
        }
        archives.archive.force();
        for (var time = 0; time <= 1_000; time += 7) {
            var wanted = time;
            var first = LongStream.range(0, times.length)
                    .filter(offset -> times[(int) offset] >= wanted)
                    .findFirst()
                    .orElse(-1);
            assertThat(archives.archive.offsetAt(1, time)).as("seed %d", seed).isEqualTo(first);
        }
    }

    @Test
    void shouldServeManyPartitionsWithFewOpenFilesAndLittleBuffered(@TempDir Path directory) throws Exception {
        try (var disk = DirectoryStorage.open(directory);
                var archive = new Archives(disk.folder("archive"), Archives.SMALL, ArchiveMarks.NONE).archive) {
            for (var base = 0; base < 30; base += 10) {
                for (var partition = 0; partition < 60; partition++) {
                    var records = LongStream.range(base, base + 10)
                            .mapToObj(offset -> Archives.record(offset, null, Archives.value(offset)))
                            .toArray(SimpleRecord[]::new);
                    archive.append(
                            partition,
                            Archives.plan(partition, CleanupPolicy.EXPIRE),
                            Archives.batch(base, records),
                            OffsetRanges.ALL);
                }
            }
            archive.force();
            for (var partition = 0; partition < 60; partition++) {
                assertThat(Archives.contents(archive, partition)).isEqualTo(Archives.expected(0, 30));
                assertThat(archive.statistics().openFiles()).isLessThanOrEqualTo(Archives.SMALL.maxOpenFiles());
            }
            assertThat(archive.statistics().partitions()).isEqualTo(60);
        }
    }

    @Test
    void shouldBuildIndexesThatAreMissingOrWrongAnew() {
        var options = new ArchiveOptions(64 << 10, 4, 64 << 10, 4, 1_000);
        var archives = new Archives(storage, options, ArchiveMarks.NONE);
        var plan = Archives.plan(1, CleanupPolicy.EXPIRE);
        for (var offset = 0L; offset < 1_000; offset += 10) {
            archives.fill(1, plan, offset, offset + 10);
            archives.archive.force();
        }
        var marks = archives.settle();
        var index = "p/1/" + Segment.name(0, Segment.INDEX);
        var rights = storage.bytes(index);
        assertThat(rights.length).isGreaterThan(80).isEqualTo(rights.length / 8 * 8);

        for (var damage = 0; damage < rights.length; damage++) {
            storage.put(index, rights);
            storage.flip(index, damage);
            var reopened = new Archives(storage, options, marks);
            for (var offset = 0L; offset < 400; offset += 10) {
                assertThat(reopened.archive.read(1, offset).baseOffset()).isEqualTo(offset);
            }
        }
        assertThat(storage.list()).contains(index);
    }

    @Test
    void shouldGoOnOnceSegmentsCanBeOpenedAgain() {
        var lacking = new MemoryStorage();
        var archives = Archives.open(lacking);
        var partitions = 2 * Archives.SMALL.maxOpenFiles();
        for (var partition = 0; partition < partitions; partition++) {
            archives.fill(partition, Archives.plan(partition, CleanupPolicy.EXPIRE), 0, 60);
        }
        lacking.onOpen = name -> {
            throw new IOException("Too many open files");
        };
        assertThatThrownBy(() -> archives.archive.force())
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("Too many open files");

        lacking.onOpen = name -> {};
        archives.settle();

        for (var partition = 0; partition < partitions; partition++) {
            assertThat(Archives.contents(archives.archive, partition)).isEqualTo(Archives.expected(0, 60));
        }
    }
}
