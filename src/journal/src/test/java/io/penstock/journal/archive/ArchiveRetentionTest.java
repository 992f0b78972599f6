package io.penstock.journal.archive;

import io.penstock.journal.record.BatchCompression;
import io.penstock.journal.storage.MemoryStorage;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ArchiveRetentionTest {

    private final MemoryStorage storage = new MemoryStorage();
    private final Archives archives = Archives.open(storage);

    private static PartitionPlan plan(Duration maxAge, long maxBytes, boolean protectsReaders) {
        return new PartitionPlan(
                "d",
                0,
                "p/1",
                CleanupPolicy.EXPIRE,
                maxAge,
                maxBytes,
                Duration.ZERO,
                protectsReaders,
                BatchCompression.NONE);
    }

    private List<String> files(String suffix) {
        return storage.list().stream().filter(name -> name.endsWith(suffix)).toList();
    }

    @Test
    void shouldRemoveSegmentsWhoseRecordsAreAllTooOld() {
        var plan = plan(Duration.ofSeconds(10), 0, false);
        archives.fill(1, plan, 0, 200);
        archives.settle();
        archives.now.addAndGet(10_000 + 100);
        archives.archive.expire(1, plan, Long.MAX_VALUE);

        var left = archives.offsets(1);
        // A whole segment at a time, and not one too many.
        assertThat(left.get(0)).isBetween(100L - 40, 100L);
        assertThat(left).endsWith(199L);
        assertThat(archives.archive.startOffset(1)).isEqualTo(left.get(0));
        var removed = archives.archive.statistics().removedRecords();
        assertThat(removed).containsOnlyKeys(RemovalReason.AGE).containsEntry(RemovalReason.AGE, left.get(0));
    }

    @Test
    void shouldKeepOfRecordsFromTheFutureNoMoreThanTheirOwnSegment() {
        var plan = plan(Duration.ofSeconds(10), 0, false);
        archives.archive.append(
                1, plan, Archives.batch(0, Archives.record(4_070_908_800_000L, "k", "2099")), OffsetRanges.ALL);
        archives.fill(1, plan, 1, 200);
        archives.settle();
        archives.now.addAndGet(10_000_000);
        archives.archive.expire(1, plan, Long.MAX_VALUE);

        var left = archives.offsets(1);
        assertThat(left).startsWith(0L);
        assertThat(left.get(left.size() - 1)).isEqualTo(199L);
        // Its own segment, and the one that is appended to.
        assertThat(left).hasSizeLessThan(80).doesNotContain(100L);
        assertThat(archives.archive.startOffset(1)).isZero();
        var reopened = new Archives(storage, archives.options, archives.archive.marks());
        assertThat(reopened.offsets(1)).isEqualTo(left);
    }

    @Test
    void shouldStillRemoveTheOldestOfTooManyIfThoseAreFromTheFuture() {
        var plan = plan(Duration.ofSeconds(10), 1, false);
        archives.archive.append(
                1, plan, Archives.batch(0, Archives.record(4_070_908_800_000L, "k", "2099")), OffsetRanges.ALL);
        archives.fill(1, plan, 1, 200);
        archives.settle();
        archives.archive.expire(1, plan, Long.MAX_VALUE);

        assertThat(archives.offsets(1)).doesNotContain(0L);
    }

    @Test
    void shouldBearAnAgeLongerThanTime() {
        var plan = plan(Duration.ofSeconds(Long.MAX_VALUE), 0, false);
        archives.fill(1, plan, 0, 200);
        archives.settle();
        archives.archive.expire(1, plan, Long.MAX_VALUE);

        assertThat(archives.offsets(1)).hasSize(200);
    }

    @Test
    void shouldRemoveEverythingOfAPartitionThatRestsForLong() {
        var plan = plan(Duration.ofSeconds(10), 0, false);
        archives.fill(1, plan, 0, 200);
        archives.settle();
        archives.now.addAndGet(100_000);
        archives.archive.expire(1, plan, Long.MAX_VALUE);
        assertThat(archives.archive.hasRecords(1))
                .as("the last one was not sealed so far")
                .isTrue();
        archives.settle();
        archives.archive.expire(1, plan, Long.MAX_VALUE);

        assertThat(archives.archive.hasRecords(1)).isFalse();
        assertThat(archives.archive.startOffset(1)).isEqualTo(200);
        var marks = archives.settle();
        assertThat(storage.list()).isEmpty();
        var reopened = Archives.open(storage, marks);
        assertThat(reopened.archive.endOffset(1)).isEqualTo(200);
        reopened.fill(1, plan, 200, 230);
        reopened.archive.force();
        assertThat(Archives.contents(reopened.archive, 1)).isEqualTo(Archives.expected(200, 230));
    }

    @Test
    void shouldSealASegmentWithoutWhatAFailedWriteLeftBehindIt() {
        var plan = plan(Duration.ofSeconds(10), 0, false);
        archives.fill(1, plan, 0, 10);
        archives.settle();
        archives.fill(1, plan, 10, 20);
        storage.onWrite = name -> {
            throw new IOException("no answer from the disk");
        };
        assertThatThrownBy(() -> archives.archive.force()).hasMessageContaining("no answer");
        storage.onWrite = name -> {};

        archives.now.addAndGet(100_000);
        archives.archive.expire(1, plan, Long.MAX_VALUE);
        var marks = archives.settle();

        var reopened = Archives.open(storage, marks);
        assertThat(reopened.archive.offline()).isEmpty();
        assertThat(Archives.contents(reopened.archive, 1)).isEqualTo(Archives.expected(0, 20));
    }

    @Test
    void shouldRemoveTheOldestUntilThePartitionIsSmallEnough() {
        var plan = plan(null, 10_000, false);
        archives.fill(1, plan, 0, 300);
        archives.settle();
        archives.archive.expire(1, plan, Long.MAX_VALUE);

        assertThat(archives.archive.statistics().bytes()).isBetween(10_000L - 4_096, 10_000L);
        assertThat(archives.archive.statistics().removedRecords()).containsOnlyKeys(RemovalReason.SIZE);
        assertThat(archives.offsets(1)).endsWith(299L);
    }

    @Test
    void shouldKeepWhatAReaderStillNeedsIfThePlanSaysSo() {
        archives.fill(1, plan(null, 0, false), 0, 300);
        archives.settle();
        archives.archive.expire(1, plan(null, 1, true), 150);
        assertThat(archives.offsets(1).get(0)).isBetween(150L - 40, 150L);
        archives.archive.expire(1, plan(null, 1, false), 150);
        assertThat(archives.offsets(1).get(0)).isGreaterThan(250);
    }

    @Test
    void shouldTouchNothingThatTheOlderCheckpointDoesNotKnowAsSealed() {
        var plan = plan(null, 1, false);
        archives.fill(1, plan, 0, 100);
        archives.archive.force();
        var older = archives.archive.marks();
        archives.fill(1, plan, 100, 200);
        archives.archive.force();
        archives.archive.expire(1, plan, Long.MAX_VALUE);
        assertThat(archives.offsets(1)).hasSize(200);

        archives.archive.floor(older);
        archives.archive.expire(1, plan, Long.MAX_VALUE);
        var active = older.partitions()
                .get(0)
                .segments()
                .get(older.partitions().get(0).segments().size() - 1);
        assertThat(archives.offsets(1).get(0)).isEqualTo(active.baseOffset());
    }

    @Test
    void shouldKeepRemovedFilesUntilNoCheckpointHasThem() {
        var plan = plan(null, 1, false);
        archives.fill(1, plan, 0, 200);
        var older = archives.settle();
        archives.archive.expire(1, plan, Long.MAX_VALUE);
        var newer = archives.archive.marks();
        var kept = files(Segment.REMOVED).size();
        assertThat(kept).isPositive();

        var atOlder = Archives.open(storage.copy(), older);
        assertThat(Archives.contents(atOlder.archive, 1)).isEqualTo(Archives.expected(0, 200));
        var atNewer = Archives.open(storage.copy(), newer);
        assertThat(atNewer.offsets(1)).isEqualTo(archives.offsets(1));

        archives.archive.floor(older);
        assertThat(files(Segment.REMOVED)).hasSize(kept);
        archives.archive.floor(newer);
        assertThat(files(Segment.REMOVED)).isEmpty();
    }

    @Test
    void shouldDropAPartitionAndKeepItForTheOlderCheckpoint() {
        var plan = plan(null, 0, false);
        archives.fill(1, plan, 0, 200);
        var older = archives.settle();
        archives.archive.drop(1);

        assertThat(archives.archive.read(1, 0)).isNull();
        assertThat(archives.archive.marks().partitions()).isEmpty();
        assertThat(archives.archive.statistics().removedRecords()).containsEntry(RemovalReason.DROPPED, 200L);
        assertThat(Archives.contents(Archives.open(storage.copy(), older).archive, 1))
                .isEqualTo(Archives.expected(0, 200));
        archives.settle();
        assertThat(storage.list()).isEmpty();
    }
}
