package io.penstock.journal.archive;

import io.penstock.journal.record.BatchCompression;
import io.penstock.journal.storage.MemoryStorage;
import org.apache.kafka.common.record.SimpleRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class ArchiveCompactionTest {

    private static final int STEPS = 30;

    private final MemoryStorage storage = new MemoryStorage();
    private Archives archives = Archives.open(storage);

    private static Needed needed(long... offsets) {
        return (from, to) -> {
            var ranges = new ArrayList<Long>();
            for (var offset : offsets) {
                if (offset >= from && offset < to) {
                    ranges.addAll(List.of(offset, offset + 1));
                }
            }
            return ranges.stream().mapToLong(Long::longValue).toArray();
        };
    }

    @Test
    void shouldKeepTheOneMessageThatIsNotSettledAndNoSegmentForIt() {
        var plan = Archives.plan(1, CleanupPolicy.SETTLED);
        archives.fill(1, plan, 0, 2_000);
        archives.settle();
        var before = archives.archive.statistics();
        for (var step = 0; step < STEPS; step++) {
            archives.archive.compact(1, plan, needed(7, 400, 401, 1_300));
            archives.settle();
        }
        assertThat(archives.offsets(1)).containsExactly(7L, 400L, 401L, 1_300L);
        assertThat(archives.archive.read(1, 8).iterator().next().offset()).isLessThanOrEqualTo(400);
        var after = archives.archive.statistics();
        assertThat(before.segments()).isGreaterThan(50);
        assertThat(after.segments()).isLessThan(3);
        assertThat(after.removedRecords()).containsEntry(RemovalReason.SETTLED, 1_996L);
        assertThat(after.removedBytes().get(RemovalReason.SETTLED)).isEqualTo(before.bytes() - after.bytes());
    }

    @Test
    void shouldLeaveASegmentAloneOfWhichMostIsNeeded() {
        var plan = Archives.plan(1, CleanupPolicy.SETTLED);
        archives.fill(1, plan, 0, 500);
        archives.settle();
        for (var step = 0; step < STEPS; step++) {
            archives.archive.compact(1, plan, (from, to) -> new long[] {from + (to - from) / 3, to});
            archives.settle();
        }
        assertThat(archives.archive.statistics().rewrittenBytes()).isZero();
        assertThat(archives.offsets(1)).hasSize(500);
    }

    @Test
    void shouldRemoveAQueueThatIsDone() {
        var plan = Archives.plan(1, CleanupPolicy.SETTLED);
        archives.fill(1, plan, 0, 500);
        archives.settle();
        for (var step = 0; step < STEPS; step++) {
            archives.archive.compact(1, plan, needed());
            archives.settle();
        }
        assertThat(archives.archive.hasRecords(1)).isFalse();
        assertThat(storage.list()).isEmpty();
    }

    @Test
    void shouldKeepTheNewestRecordOfEachKeyAsAModelDoes() {
        var seed = Long.getLong("penstock.seed", new Random().nextLong());
        var random = new Random(seed);
        for (var round = 0; round < 12; round++) {
            var compression = BatchCompression.values()[round % 3];
            var keys = 1 + random.nextInt(60);
            // Fewer than there are keys, now and then: several passes are needed then.
            var options = new ArchiveOptions(4 << 10, 4, 64 << 10, 4, 10 + random.nextInt(60));
            compactByKey(random, keys, options, compression, "seed " + seed + ", round " + round);
        }
    }

    private static void compactByKey(
            Random random, int keys, ArchiveOptions options, BatchCompression compression, String description) {
        var disk = new MemoryStorage();
        var archives = new Archives(disk, options, ArchiveMarks.NONE);
        var plan = Archives.plan(1, CleanupPolicy.COMPACT, compression);
        var newest = new HashMap<String, Long>();
        var all = new ArrayList<String>();
        var offset = 0L;
        for (var turn = 0; turn < 4; turn++) {
            for (var end = offset + 200; offset < end; offset++) {
                var key = random.nextInt(20) == 0 ? null : "key " + random.nextInt(keys);
                var value = key != null && random.nextInt(8) == 0 ? null : Archives.value(offset);
                all.add((key == null ? "" : key) + "=" + value);
                if (key != null) {
                    newest.put(key, offset);
                }
                archives.archive.append(
                        1,
                        plan,
                        Archives.batch(offset, Archives.record(archives.now.get(), key, value)),
                        OffsetRanges.ALL);
            }
            archives.archive.moved(1, plan, offset);
            archives.settle();
            for (var step = 0; step < 4; step++) {
                archives.archive.compact(1, plan, null);
                archives.settle();
                checkByKey(archives, all, newest, false, description);
            }
        }
        compactUntilNothingChanges(archives, plan, offset);
        checkByKey(archives, all, newest, true, description);

        // What is little beside what was seen before is looked at after that time only, and stays for it once more.
        for (var age = 0; age < 2; age++) {
            archives.now.addAndGet(plan.tombstoneAge().toMillis());
            compactUntilNothingChanges(archives, plan, offset);
        }
        var active = activeBase(archives);
        archives.offsets(1).stream()
                .filter(found -> found < active)
                .forEach(found -> assertThat(all.get(found.intValue()))
                        .as("%s, offset %d", description, found)
                        .doesNotEndWith("=null"));
        checkValues(archives, all, newest, description);
        var reopened = new Archives(disk, options, archives.archive.marks());
        assertThat(reopened.offsets(1)).as(description).isEqualTo(archives.offsets(1));
    }

    private static void compactUntilNothingChanges(Archives archives, PartitionPlan plan, long end) {
        for (var step = 0; step < 2 * STEPS; step++) {
            archives.archive.compact(1, plan, null);
            archives.settle();
        }
        assertThat(archives.archive.endOffset(1)).isEqualTo(end);
    }

    private static long activeBase(Archives archives) {
        var segments = archives.archive.marks().partitions().get(0).segments();
        return segments.get(segments.size() - 1).baseOffset();
    }

    /** The newest of each key is there always; nothing else in the end, but for the active segment. */
    private static void checkByKey(
            Archives archives, List<String> all, HashMap<String, Long> newest, boolean done, String description) {
        var offsets = archives.offsets(1);
        assertThat(offsets).as(description).containsAll(newest.values()).isSorted();
        checkValues(archives, all, newest, description);
        if (done) {
            var dirty = archives.archive.statistics().bytes() / 2 + archives.options.segmentBytes();
            var superseded = offsets.stream()
                    .filter(offset -> isSuperseded(all, newest, offset))
                    .count();
            assertThat(superseded * 20).as(description).isLessThan(dirty);
        }
    }

    private static boolean isSuperseded(List<String> all, HashMap<String, Long> newest, long offset) {
        var key = all.get((int) offset).substring(0, all.get((int) offset).indexOf('='));
        return !key.isEmpty() && newest.get(key) > offset;
    }

    private static void checkValues(
            Archives archives, List<String> all, HashMap<String, Long> newest, String description) {
        var found = new ArrayList<Long>();
        for (var text : Archives.contents(archives.archive, 1)) {
            var offset = Long.parseLong(text.substring(0, text.indexOf('=')));
            var value = text.substring(text.indexOf('=') + 1);
            assertThat(all.get((int) offset)).as(description).endsWith("=" + value);
            found.add(offset);
        }
        // What has no key, and each key's newest value, are never lost, whatever became of the tombstones.
        for (var offset = 0; offset < all.size(); offset++) {
            var text = all.get(offset);
            if (!text.endsWith("=null") && !isSuperseded(all, newest, offset)) {
                assertThat(found).as("%s, offset %d", description, offset).contains((long) offset);
            }
        }
    }

    @Test
    void shouldKeepATombstoneAsLongAsItsAgeSaysAndNeverBringBackWhatItHides() {
        var plan = Archives.plan(1, CleanupPolicy.COMPACT);
        archives.archive.append(
                1, plan, Archives.batch(0, Archives.record(Archives.START_MILLIS, "k", "old")), OffsetRanges.ALL);
        archives.archive.append(
                1,
                plan,
                Archives.batch(1, new SimpleRecord(Archives.START_MILLIS, Archives.bytes("k"), null)),
                OffsetRanges.ALL);
        for (var offset = 2; offset < 100; offset++) {
            archives.archive.append(
                    1,
                    plan,
                    Archives.batch(
                            offset, Archives.record(Archives.START_MILLIS, "o" + offset, Archives.value(offset))),
                    OffsetRanges.ALL);
        }
        archives.settle();
        archives.archive.compact(1, plan, null);
        archives.settle();
        assertThat(archives.offsets(1)).doesNotContain(0L).contains(1L, 2L);

        archives.now.addAndGet(plan.tombstoneAge().toMillis() - 1);
        archives.archive.compact(1, plan, null);
        assertThat(archives.offsets(1)).contains(1L);
        archives.now.incrementAndGet();
        archives.archive.compact(1, plan, null);
        assertThat(archives.offsets(1)).doesNotContain(0L, 1L).contains(2L);
        assertThat(archives.archive.statistics().removedRecords())
                .containsEntry(RemovalReason.SUPERSEDED, 1L)
                .containsEntry(RemovalReason.TOMBSTONE, 1L);
    }

    private PartitionPlan tombstoneOf(long timestampMillis, boolean protectsReaders) {
        var usual = Archives.plan(1, CleanupPolicy.COMPACT);
        var plan = new PartitionPlan(
                "d",
                0,
                usual.folder(),
                CleanupPolicy.COMPACT,
                null,
                0,
                usual.tombstoneAge(),
                protectsReaders,
                usual.compression());
        archives.archive.append(
                1,
                plan,
                Archives.batch(0, new SimpleRecord(timestampMillis, Archives.bytes("k"), null)),
                OffsetRanges.ALL);
        for (var offset = 1; offset < 100; offset++) {
            archives.archive.append(
                    1,
                    plan,
                    Archives.batch(
                            offset, Archives.record(Archives.START_MILLIS, "o" + offset, Archives.value(offset))),
                    OffsetRanges.ALL);
        }
        archives.settle();
        return plan;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 4_070_908_800_000L})
    void shouldCountTheAgeOfATombstoneFromWhenItWasFoundWhateverItsSenderSays(long timestampMillis) {
        var plan = tombstoneOf(timestampMillis, false);
        archives.archive.compact(1, plan, null);
        archives.now.addAndGet(plan.tombstoneAge().toMillis() - 1);
        archives.archive.compact(1, plan, null);
        assertThat(archives.offsets(1)).contains(0L);

        archives.now.incrementAndGet();
        archives.archive.compact(1, plan, null);
        assertThat(archives.offsets(1)).doesNotContain(0L).contains(1L);
    }

    @Test
    void shouldCountTheAgeOfATombstoneOverRestarts() {
        var plan = tombstoneOf(Archives.START_MILLIS, false);
        archives.archive.compact(1, plan, null);
        for (var quarter = 0; quarter < 4; quarter++) {
            assertThat(archives.offsets(1)).contains(0L);
            archives.now.addAndGet(plan.tombstoneAge().toMillis() / 4);
            restart();
            archives.archive.compact(1, plan, null);
        }

        assertThat(archives.offsets(1)).doesNotContain(0L).contains(1L);
    }

    @Test
    void shouldFindTombstonesAnewWhenItIsNotKnownAnyMoreSinceWhenTheyAreThere() {
        var plan = tombstoneOf(Archives.START_MILLIS, false);
        archives.archive.compact(1, plan, null);
        archives.now.addAndGet(plan.tombstoneAge().toMillis());
        storage.flip("p/1/.keys-seen", 12);
        restart();
        archives.archive.compact(1, plan, null);
        assertThat(archives.offsets(1)).contains(0L);

        archives.now.addAndGet(plan.tombstoneAge().toMillis());
        restart();
        archives.archive.compact(1, plan, null);
        assertThat(archives.offsets(1)).doesNotContain(0L);
    }

    /** From the marks that the archive has now; time goes on. */
    private void restart() {
        var now = archives.now.get();
        var marks = archives.settle();
        archives.archive.close();
        archives = Archives.open(storage, marks);
        archives.now.set(now);
        archives.settle();
    }

    @Test
    void shouldKeepATombstoneUntilEveryProtectedReaderHasPassedIt() {
        var plan = tombstoneOf(Archives.START_MILLIS, true);
        archives.archive.compact(1, plan, (from, to) -> new long[] {from, to});
        archives.now.addAndGet(10 * plan.tombstoneAge().toMillis());
        archives.archive.compact(1, plan, (from, to) -> new long[] {0, 1, 5, to});
        assertThat(archives.offsets(1)).contains(0L);

        archives.now.addAndGet(plan.tombstoneAge().toMillis());
        archives.archive.compact(1, plan, (from, to) -> new long[] {1, to});
        assertThat(archives.offsets(1)).doesNotContain(0L).contains(1L);
    }
}
