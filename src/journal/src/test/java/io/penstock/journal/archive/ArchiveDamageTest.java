package io.penstock.journal.archive;

import io.penstock.journal.JournalException;
import io.penstock.journal.LogDamage;
import io.penstock.journal.LogGap;
import io.penstock.journal.record.LogRecord;
import io.penstock.journal.record.LogVisitor;
import io.penstock.journal.storage.MemoryStorage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is damaged is never told as a record, and takes down nothing but its partition. */
class ArchiveDamageTest {

    private static final int DAMAGED = 1;
    private static final int OTHER = 2;

    private final MemoryStorage storage = new MemoryStorage();
    private ArchiveMarks marks;

    @BeforeEach
    void fill() {
        var archives = Archives.open(storage);
        archives.fill(DAMAGED, Archives.plan(DAMAGED, CleanupPolicy.EXPIRE), 0, 40);
        archives.fill(OTHER, Archives.plan(OTHER, CleanupPolicy.EXPIRE), 0, 40);
        marks = archives.settle();
        assertThat(segments(DAMAGED)).hasSize(2);
    }

    private List<ArchiveMarks.SegmentMark> segments(int partition) {
        return marks.partitions().stream()
                .filter(mark -> mark.partition() == partition)
                .findFirst()
                .orElseThrow()
                .segments();
    }

    private String file(int segment) {
        return "p/" + DAMAGED + "/"
                + Segment.name(segments(DAMAGED).get(segment).baseOffset(), Segment.LOG);
    }

    private static void assertOthersAreServed(Archive archive) {
        assertThat(Archives.contents(archive, OTHER)).isEqualTo(Archives.expected(0, 40));
        assertThat(archive.offline()).containsOnlyKeys(DAMAGED);
    }

    @Test
    void shouldDetectEveryByteOfASealedSegmentsFirstBatchThatIsTurned() {
        var bytes = storage.bytes(file(0));
        var first = ByteBuffer.wrap(bytes).getInt(8) + 12;
        assertThat(first).isBetween(500, bytes.length - 500);
        for (var at = 0; at < first; at++) {
            storage.put(file(0), bytes);
            storage.flip(file(0), at);
            var archive = Archives.open(storage, marks).archive;

            assertThat(archive.offline()).isEmpty();
            assertThatThrownBy(() -> Archives.contents(archive, DAMAGED))
                    .as("byte %d", at)
                    .isInstanceOfSatisfying(JournalException.PartitionOffline.class, e -> {
                        assertThat(e.partition()).isEqualTo(DAMAGED);
                        assertThat(e.reason()).contains(Segment.name(0, Segment.LOG));
                    });
            assertOthersAreServed(archive);
            var walk = walk();
            assertThat(walk.damage).as("byte %d", at).isNotEmpty();
        }
    }

    @Test
    void shouldSetAsideAPartitionWhoseActiveSegmentEndsBeforeItsMark() {
        var bytes = storage.bytes(file(1));
        for (var length = 0; length < bytes.length; length++) {
            var copy = storage.copy();
            copy.put(file(1), Arrays.copyOf(bytes, length));
            var archives = Archives.open(copy, marks);

            assertOthersAreServed(archives.archive);
            assertThatThrownBy(() -> archives.archive.read(DAMAGED, 0))
                    .isInstanceOf(JournalException.PartitionOffline.class);
            assertThat(copy.bytes(file(1) + Segment.CORRUPT + Archives.START_MILLIS))
                    .hasSize(length);
            // The next start finds it no better, and a checkpoint taken meanwhile does not forget it.
            assertThat(archives.archive.marks()).isEqualTo(marks);
            assertOthersAreServed(Archives.open(copy, marks).archive);
        }
    }

    @Test
    void shouldDetectDamageOfTheActiveSegmentWhenItIsOpened() {
        var bytes = storage.bytes(file(1));
        for (var at = 0; at < bytes.length; at++) {
            var copy = storage.copy();
            copy.flip(file(1), at);
            var archive = Archives.open(copy, marks).archive;
            if (archive.offline().isEmpty()) {
                assertThatThrownBy(() -> Archives.contents(archive, DAMAGED))
                        .as("byte %d", at)
                        .isInstanceOf(JournalException.PartitionOffline.class);
            }
            assertOthersAreServed(archive);
        }
    }

    @Test
    void shouldDropWhatLiesBeyondTheMarksAndMoveItAgain() {
        var mark = (int) segments(DAMAGED).get(1).bytes();
        var further = Archives.open(storage, marks);
        var plan = Archives.plan(DAMAGED, CleanupPolicy.EXPIRE);
        further.fill(DAMAGED, plan, 40, 44);
        further.archive.force();
        var bytes = storage.bytes(file(1));
        assertThat(bytes.length).isGreaterThan(mark);
        for (var length = mark; length <= bytes.length; length++) {
            var copy = storage.copy();
            copy.put(file(1), Arrays.copyOf(bytes, length));
            var archives = Archives.open(copy, marks);

            assertThat(archives.archive.offline()).isEmpty();
            assertThat(Archives.contents(archives.archive, DAMAGED)).isEqualTo(Archives.expected(0, 40));
            assertThat(copy.bytes(file(1))).hasSize(mark);
            archives.fill(DAMAGED, plan, 40, 44);
            archives.archive.force();
            assertThat(Archives.contents(archives.archive, DAMAGED)).isEqualTo(Archives.expected(0, 44));
        }
    }

    @Test
    void shouldSetAsideAPartitionWithAMissingSegment() throws Exception {
        storage.delete(file(0));
        var archive = Archives.open(storage, marks).archive;
        assertOthersAreServed(archive);
        assertThat(archive.offline().get(DAMAGED)).contains("is missing");
        var plan = Archives.plan(DAMAGED, CleanupPolicy.SETTLED);
        assertThatThrownBy(() -> archive.expire(DAMAGED, plan, Long.MAX_VALUE))
                .isInstanceOf(JournalException.PartitionOffline.class);
        assertThatThrownBy(() -> archive.compact(DAMAGED, plan, (from, to) -> new long[0]))
                .isInstanceOf(JournalException.PartitionOffline.class);
        assertThat(walk().damage).singleElement().satisfies(damage -> {
            assertThat(damage.file()).isEqualTo("archive/" + file(0));
            assertThat(damage.effect()).isEqualTo(LogDamage.Effect.DAMAGE);
        });
    }

    @Test
    void shouldBeginASegmentOfItsOwnForAPartitionThatIsSetAside() throws Exception {
        var first = storage.bytes(file(0));
        storage.delete(file(0));
        var archives = Archives.open(storage, marks);
        archives.fill(DAMAGED, Archives.plan(DAMAGED, CleanupPolicy.EXPIRE), 30, 50);
        var later = archives.settle();

        var before = segments(DAMAGED);
        var active = storage.bytes(file(1));
        marks = later;
        assertThat(segments(DAMAGED)).hasSize(3).startsWith(before.toArray(ArchiveMarks.SegmentMark[]::new));
        assertThat(segments(DAMAGED).get(2).baseOffset()).isEqualTo(40);
        assertThat(active).hasSize((int) before.get(1).bytes());
        assertOthersAreServed(archives.archive);

        var again = Archives.open(storage, later).archive;
        assertOthersAreServed(again);
        assertThat(again.marks()).isEqualTo(later);
        storage.put(file(0), first);
        assertThat(Archives.contents(Archives.open(storage, later).archive, DAMAGED))
                .isEqualTo(Archives.expected(0, 50));
    }

    @Test
    void shouldTellWhatIsInAnArchiveWithoutDamage() {
        var walk = walk();
        assertThat(walk.damage).isEmpty();
        assertThat(walk.report.records()).isEqualTo(80).isEqualTo(walk.records);
        assertThat(walk.report.segments()).isEqualTo(4);
        assertThat(walk.report.folders()).isEqualTo(2);
    }

    @Test
    void shouldTellWhatAnUnfinishedMoveLeft() {
        var further = Archives.open(storage, marks);
        further.fill(DAMAGED, Archives.plan(DAMAGED, CleanupPolicy.EXPIRE), 40, 200);
        further.archive.force();
        var walk = walk();
        assertThat(walk.damage)
                .isNotEmpty()
                .allSatisfy(damage -> assertThat(damage.effect()).isEqualTo(LogDamage.Effect.TORN_TAIL));
        assertThat(walk.report.records()).isEqualTo(80);
        assertThat(walk.report.torn()).isEqualTo(walk.damage.size());
    }

    private Walk walk() {
        var walk = new Walk();
        walk.report = new ArchiveInspector(storage, marks).walk(walk);
        return walk;
    }

    private static final class Walk implements LogVisitor {

        private final List<LogDamage> damage = new ArrayList<>();
        private ArchiveReport report;
        private int records;

        @Override
        public boolean record(int partition, LogRecord record) {
            records++;
            return true;
        }

        @Override
        public void damage(LogDamage found) {
            damage.add(found);
        }

        @Override
        public void gap(LogGap gap) {
            throw new AssertionError("an archive has holes");
        }
    }
}
