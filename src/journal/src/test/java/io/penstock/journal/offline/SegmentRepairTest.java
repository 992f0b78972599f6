package io.penstock.journal.offline;

import io.penstock.journal.JournalException;
import io.penstock.journal.RepairStep;
import io.penstock.journal.archive.ArchiveOptions;
import io.penstock.journal.archive.SegmentBatch;
import io.penstock.journal.checkpoint.Checkpoints;
import io.penstock.journal.frame.TestAppend;
import io.penstock.journal.log.ArchivingOwner;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.storage.MemoryStorage;
import io.penstock.journal.young.JournalOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Damaged segments of the archive lose what is damaged and nothing else. */
class SegmentRepairTest {

    private static final int DAMAGED = 0;
    private static final int OTHER = 1;
    private static final int RECORDS = 160;
    private static final int RECORD_BYTES = 1_000;
    private static final int ROUNDS = 60;

    private static final LogOptions OPTIONS = LogOptions.of(new JournalOptions(64 << 10, 24 << 10, 1 << 20, 60_000))
            .withArchive(new ArchiveOptions(16 << 10, 4, 64 << 10, 4, 1_000))
            .withYoungFiles(0)
            .withRoundMillis(0);

    private final TreeMap<Long, String> written = new TreeMap<>();
    private MemoryStorage storage = new MemoryStorage();
    private int serial;

    @BeforeEach
    void write() {
        try (var log = open()) {
            for (var i = 0; i < RECORDS; i++) {
                append(log);
                log.appendAndWait(TestAppend.record(true, OTHER, "other"));
            }
            log.age();
            log.age();
            assertThat(log.agingFailure()).isNull();
        }
        assertThat(segments()).hasSizeGreaterThan(3);
    }

    private void append(LocalLog log) {
        var value = serial++ + " " + "x".repeat(RECORD_BYTES);
        var append = TestAppend.record(true, DAMAGED, value);
        log.appendAndWait(append);
        assertThat(written.put(append.offset(0), value))
                .as("offset given twice")
                .isNull();
    }

    private LocalLog open() {
        return LocalLog.open(storage, OPTIONS, InstantSource.system(), new ArchivingOwner());
    }

    private List<String> segments() {
        return storage.list().stream()
                .filter(name -> name.startsWith("archive/p/" + DAMAGED + "/") && name.endsWith(".log"))
                .sorted()
                .toList();
    }

    private String sealed() {
        return segments().get(1);
    }

    private String active() {
        return segments().get(segments().size() - 1);
    }

    private List<SegmentBatch> batches(String file) {
        return SegmentBatch.in(storage.bytes(file));
    }

    private List<RepairStep> repair(boolean cut) {
        return LogRepair.run(storage, cut, 1_000 + serial++);
    }

    private void lose(SegmentBatch batch) {
        written.subMap(batch.baseOffset(), batch.endOffset()).clear();
    }

    /** Exactly what was not given up is served, now and after the next start, and the log goes on. */
    private void assertServed() {
        assertThat(LogFindings.in(storage).damage).isEmpty();
        for (var start = 0; start < 2; start++) {
            try (var log = open()) {
                assertThat(log.offline()).isEmpty();
                assertThat(contents(log)).isEqualTo(written);
                append(log);
                log.age();
                assertThat(log.agingFailure()).isNull();
                assertThat(contents(log)).isEqualTo(written);
            }
        }
        assertThat(repair(false)).isEmpty();
    }

    private static TreeMap<Long, String> contents(LocalLog log) {
        var contents = new TreeMap<Long, String>();
        var next = log.startOffset(DAMAGED);
        for (var batch = log.read(DAMAGED, next); batch != null; batch = log.read(DAMAGED, next)) {
            for (var record : batch) {
                if (record.offset() >= next) {
                    contents.put(record.offset(), new String(record.value(), StandardCharsets.UTF_8));
                }
            }
            next = batch.endOffset();
        }
        return contents;
    }

    private void assertDrops(String file, int batch, int at) {
        var before = storage.bytes(file);
        var lost = batches(file).get(batch);
        storage.flip(file, lost.position() + at);
        var damaged = storage.bytes(file);
        assertThat(LogFindings.in(storage).damage).isNotEmpty();

        var planned = LogRepair.run(storage, false, -1);
        assertThat(storage.bytes(file)).isEqualTo(damaged);
        assertThat(repair(false)).isEqualTo(planned).allMatch(RepairStep::possible);

        assertThat(planned.get(0).file()).isEqualTo(file);
        assertThat(planned.get(0).action())
                .contains("drop " + lost.length() + " of " + before.length + " bytes")
                .contains("offsets " + lost.baseOffset() + " to " + (lost.endOffset() - 1));
        assertThat(storage.list().stream().filter(name -> name.startsWith(file + ".corrupt-")))
                .singleElement()
                .satisfies(kept -> assertThat(storage.bytes(kept)).isEqualTo(damaged));
        lose(lost);
        assertServed();
    }

    @Test
    void shouldDropTheFirstBatchOfASealedSegment() {
        assertDrops(sealed(), 0, 100);
    }

    @Test
    void shouldDropABatchInTheMiddleWhoseLengthIsDamaged() {
        assertDrops(sealed(), 1, 9);
    }

    @Test
    void shouldDropTheLastBatchOfASealedSegment() {
        assertDrops(sealed(), batches(sealed()).size() - 1, 3);
    }

    @Test
    void shouldDropABatchOfTheFirstSegment() {
        assertDrops(segments().get(0), 0, 9);
    }

    @Test
    void shouldDropTheFirstBatchOfTheActiveSegment() {
        assertDrops(active(), 0, 100);
    }

    @Test
    void shouldDropTheLastBatchOfTheActiveSegment() {
        assertDrops(active(), batches(active()).size() - 1, 100);
    }

    @Test
    void shouldServeASealedSegmentThatWasCutShort() {
        var file = sealed();
        var last = batches(file).get(batches(file).size() - 1);
        storage.put(file, Arrays.copyOf(storage.bytes(file), last.end() - 10));

        assertThat(repair(false)).allMatch(RepairStep::possible);

        lose(last);
        assertServed();
    }

    @Test
    void shouldGiveUpSegmentsOfWhichNothingIsIntact() {
        for (var file : List.of(segments().get(0), active())) {
            batches(file).forEach(this::lose);
            storage.put(file, new byte[storage.bytes(file).length]);
        }

        assertThat(repair(false)).allMatch(RepairStep::possible);

        assertServed();
    }

    @Test
    void shouldGiveUpAMissingSegmentOnlyIfTold() throws Exception {
        var file = sealed();
        var lost = batches(file);
        storage.delete(file);

        assertThat(repair(false)).singleElement().satisfies(step -> {
            assertThat(step.file()).isEqualTo(file);
            assertThat(step.possible()).isFalse();
            assertThat(step.action()).contains("missing").contains("--cut");
        });
        assertThat(LogFindings.in(storage).damage).hasSize(1);
        assertThat(repair(true)).allMatch(RepairStep::possible);

        lost.forEach(this::lose);
        assertServed();
    }

    @Test
    void shouldDoTheSameInADirectory(@TempDir Path directory) throws Exception {
        var file = sealed();
        var lost = batches(file).get(1);
        storage.flip(file, lost.position() + 9);
        for (var name : storage.list()) {
            Files.createDirectories(directory.resolve(name).getParent());
            Files.write(directory.resolve(name), storage.bytes(name));
        }
        var planned = LogRepair.plan(directory, false);

        assertThat(LogRepair.apply(directory, false, 1_000)).isEqualTo(planned).hasSize(2);

        lose(lost);
        assertThat(LogRepair.plan(directory, false)).isEmpty();
        try (var log = LocalLog.open(directory, OPTIONS, InstantSource.system(), new ArchivingOwner())) {
            assertThat(contents(log)).isEqualTo(written);
        }
    }

    @Test
    void shouldNotTakeAnArchiveThatIsNotThereForGivenUp(@TempDir Path directory) throws Exception {
        for (var name : storage.list()) {
            if (!name.startsWith("archive/")) {
                Files.write(directory.resolve(name), storage.bytes(name));
            }
        }

        assertThat(LogRepair.plan(directory, false)).isNotEmpty().noneMatch(RepairStep::possible);
        assertThat(LogRepair.apply(directory, false, 1_000)).noneMatch(RepairStep::possible);
    }

    @Test
    void shouldGoOnFromTheOlderCheckpointAsWell() {
        var lost = batches(sealed()).get(0);
        storage.flip(sealed(), 100);
        storage.flip(checkpoints().get(1), 70);

        assertThat(repair(false)).allMatch(RepairStep::possible);
        lose(lost);
        assertThat(checkpoints()).hasSize(2);
        // The older of the two agrees with the archive as well.
        storage.flip(checkpoints().get(1), 70);
        repair(false);

        assertServed();
    }

    private List<String> checkpoints() {
        return storage.list().stream()
                .filter(name -> Checkpoints.number(name) >= 0)
                .sorted()
                .toList();
    }

    @Test
    void shouldBringBackAPartitionThatAStartHasSetAside() {
        var file = active();
        var lost = batches(file).get(batches(file).size() - 1);
        storage.flip(file, lost.position() + 100);
        try (var log = open()) {
            assertThat(log.offline()).containsOnlyKeys(DAMAGED);
            assertThatThrownBy(() -> contents(log)).isInstanceOf(JournalException.PartitionOffline.class);
            // Goes on while it is not served.
            append(log);
            log.age();
        }
        assertThat(storage.list()).doesNotContain(file);

        var steps = repair(false);

        assertThat(steps).allMatch(RepairStep::possible);
        assertThat(steps.get(0).action()).contains("bring it back from");
        lose(lost);
        assertServed();
    }

    @Test
    void shouldBringBackWhatWasTakenOutOfUseAfterTheCheckpoint() throws Exception {
        var file = sealed();
        var bytes = storage.bytes(file);
        storage.rename(file, file + ".removed");
        // A compaction that was not finished: fewer records, in a file of the same name.
        storage.put(
                file,
                Arrays.copyOfRange(bytes, 0, batches(file + ".removed").get(0).end()));

        assertThat(repair(false)).allMatch(RepairStep::possible).anySatisfy(step -> {
            assertThat(step.file()).isEqualTo(file);
            assertThat(step.action()).contains("bring it back from").contains("intact");
        });

        assertThat(storage.bytes(file)).isEqualTo(bytes);
        assertServed();
    }

    @Test
    void shouldServeWhatIsIntactWhereverSegmentsAreDamaged() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        var untouched = storage;
        var all = new TreeMap<>(written);
        for (var round = 0; round < ROUNDS; round++) {
            storage = untouched.copy();
            written.clear();
            written.putAll(all);
            var what = new StringBuilder("Seed " + seed + ", round " + round + ":");
            var lost = new ArrayList<SegmentBatch>();
            for (var flips = 1 + random.nextInt(4); flips > 0; flips--) {
                var file = segments().get(random.nextInt(segments().size()));
                var position = random.nextInt(storage.bytes(file).length);
                var batches = SegmentBatch.in(untouched.bytes(file));
                lost.addAll(batches.stream()
                        .filter(batch -> batch.position() <= position && position < batch.end())
                        .toList());
                storage.put(file, turned(storage.bytes(file), position));
                what.append(' ').append(file).append('@').append(position);
            }
            lost.forEach(this::lose);
            try {
                repair(false);
                assertServed();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(what.toString(), e);
            }
        }
    }

    /** Never back to what it was. */
    private static byte[] turned(byte[] bytes, int position) {
        bytes[position] = (byte) (bytes[position] + 1);
        return bytes;
    }
}
