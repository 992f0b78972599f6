package io.penstock.journal.offline;

import io.penstock.journal.JournalException;
import io.penstock.journal.LogDamage;
import io.penstock.journal.RepairStep;
import io.penstock.journal.archive.PartitionPlan;
import io.penstock.journal.checkpoint.Checkpoints;
import io.penstock.journal.file.FileHeader;
import io.penstock.journal.file.JournalFile;
import io.penstock.journal.file.StoreIdentity;
import io.penstock.journal.frame.TestAppend;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.log.LogOwner;
import io.penstock.journal.record.RecordBatch;
import io.penstock.journal.storage.MemoryStorage;
import io.penstock.journal.young.JournalOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LogRepairTest {

    private static final String FIRST = JournalFile.name(1);
    private static final int FILE_BYTES = 64 << 10;
    private static final int PARTITIONS = 3;
    private static final int ROUNDS = 150;

    /** One damaged byte takes a frame along, which has one record. */
    private static final int MAX_LOST = 1;

    private static final LogOptions OPTIONS = LogOptions.of(new JournalOptions(FILE_BYTES, 24 << 10, 1 << 20, 60_000))
            .withYoungFiles(100)
            .withRoundMillis(0);

    /** By partition: what was written at each offset. */
    private final Map<Integer, TreeMap<Long, String>> written = new TreeMap<>();

    private MemoryStorage storage = new MemoryStorage();
    private int serial;

    /** What the log told to be lost at the last start: by partition, the offsets of that range. */
    private final Map<Integer, Long> toldLost = new TreeMap<>();

    /** Where the log said at the last start that partitions begin that nothing was written to. */
    private long toldBegin;

    /** Keeps every record, and counts nothing but what is lost. */
    private final class Keeper implements LogOwner {

        private Keeper() {
            toldLost.clear();
            toldBegin = 0;
        }

        @Override
        public void lost(int partition, long from, long to) {
            assertThat(from).isLessThan(to);
            toldLost.merge(partition, to - from, Long::sum);
        }

        @Override
        public void unseenBegin(long offset) {
            toldBegin = offset;
        }

        @Override
        public void records(int partition, long baseOffset, int count) {}

        @Override
        public void entry(ByteBuffer entry) {}

        @Override
        public void endOfFrame(long sequence) {}

        @Override
        public void restore(ByteBuffer state) {}

        @Override
        public CompletionStage<byte[]> snapshot() {
            return CompletableFuture.completedFuture(new byte[] {1});
        }

        @Override
        public PartitionPlan plan(int partition) {
            return null;
        }

        @Override
        public long[] needed(int partition, long from, long to) {
            return new long[] {from, to};
        }
    }

    @BeforeEach
    void writeTwoLives() {
        for (var life = 0; life < 2; life++) {
            try (var log = open()) {
                for (var i = 0; i < 30; i++) {
                    append(log, i % PARTITIONS, 400 + 100 * (i % 40));
                }
            }
        }
    }

    private LocalLog open() {
        return LocalLog.open(storage, OPTIONS, InstantSource.system(), new Keeper());
    }

    private void append(LocalLog log, int partition, int bytes) {
        var value = serial++ + " " + "x".repeat(bytes);
        var append = TestAppend.record(true, partition, value);
        log.appendAndWait(append);
        assertThat(append.end).isCompleted();
        var before = written.computeIfAbsent(partition, id -> new TreeMap<>()).put(append.offset(0), value);
        assertThat(before).as("offset given twice").isNull();
    }

    private List<RepairStep> repair(boolean cut) {
        return LogRepair.run(storage, cut, 1_000 + serial++);
    }

    /** What is left is what was written; returns how many records are not. */
    private int lost() {
        var lost = 0;
        try (var log = open()) {
            for (var partition = 0; partition < PARTITIONS; partition++) {
                var left = new TreeMap<Long, String>();
                var offset = log.startOffset(partition);
                for (var batch = log.read(partition, offset); batch != null; batch = log.read(partition, offset)) {
                    offset = take(batch, offset, left);
                }
                var all = written.get(partition);
                assertThat(all).containsAllEntriesOf(left);
                assertThat(log.endOffset(partition)).isGreaterThan(all.lastKey());
                lost += all.size() - left.size();
                assertThat(log.offsetAt(partition, Long.MAX_VALUE)).isEqualTo(log.endOffset(partition));
            }
            // Goes on, and gives no offset twice.
            for (var partition = 0; partition < PARTITIONS; partition++) {
                append(log, partition, 10);
            }
        }
        return lost;
    }

    private static long take(RecordBatch batch, long from, Map<Long, String> left) {
        var next = from;
        for (var record : batch) {
            if (record.offset() >= from) {
                left.put(record.offset(), new String(record.value(), StandardCharsets.UTF_8));
                next = record.offset() + 1;
            }
        }
        assertThat(next).as("something at or after %d", from).isGreaterThan(from);
        return next;
    }

    private boolean isSound() {
        return LogFindings.in(storage).report.damaged() == 0;
    }

    @Test
    void shouldDoNothingToASoundLog() {
        assertThat(repair(true)).isEmpty();
        assertThat(lost()).isZero();
    }

    @Test
    void shouldChangeNothingUnlessTold() {
        storage.flip(FIRST, FileHeader.BYTES + 60);
        var before = storage.bytes(FIRST);

        var steps = LogRepair.run(storage, false, -1);

        assertThat(steps).extracting(RepairStep::file).contains(FIRST);
        assertThat(steps).allMatch(RepairStep::possible);
        assertThat(storage.bytes(FIRST)).isEqualTo(before);
        assertThat(storage.list()).noneMatch(name -> name.contains(".corrupt-") || name.contains(".repairing"));
    }

    @Test
    void shouldWriteADamagedHeaderAnewAndKeepTheOldOne() {
        storage.flip(FIRST, 20);
        var before = storage.bytes(FIRST);
        assertThatThrownBy(this::open).isInstanceOf(JournalException.Corrupted.class);

        repair(false);

        assertThat(isSound()).isTrue();
        assertThat(lost()).isZero();
        var kept = storage.list().stream()
                .filter(name -> name.startsWith(FIRST + ".corrupt-"))
                .toList();
        assertThat(kept).hasSize(1);
        assertThat(storage.bytes(kept.get(0))).isEqualTo(before);
    }

    @Test
    void shouldServeEverythingThatIsIntactWhereverFramesAreDamaged() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        var untouched = storage;
        var writtenBefore = new TreeMap<Integer, TreeMap<Long, String>>();
        written.forEach((partition, records) -> writtenBefore.put(partition, new TreeMap<>(records)));
        var lostAltogether = 0;
        for (var round = 0; round < ROUNDS; round++) {
            storage = untouched.copy();
            written.clear();
            writtenBefore.forEach((partition, records) -> written.put(partition, new TreeMap<>(records)));
            var damaged = new ArrayList<String>();
            for (var flips = 1 + random.nextInt(3); flips > 0; flips--) {
                var file = JournalFile.name(1 + random.nextInt(2));
                var position = FileHeader.BYTES + random.nextInt(40_000);
                storage.flip(file, position);
                damaged.add(file + "@" + position);
            }
            try {
                var steps = repair(true);
                assertThat(steps).allMatch(RepairStep::possible);
                assertThat(LogFindings.in(storage).damage)
                        .filteredOn(each -> each.effect() == LogDamage.Effect.DAMAGE)
                        .isEmpty();
                var lost = lost();
                assertThat(lost).isLessThanOrEqualTo(damaged.size() * MAX_LOST);
                assertThat(lost()).as("the next start finds the same").isEqualTo(lost);
                lostAltogether += lost;
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("Seed " + seed + ", round " + round + ": " + damaged, e);
            }
        }
        assertThat(lostAltogether).isGreaterThan(ROUNDS / 2);
    }

    @Test
    void shouldGiveUpTheEndOnlyIfTold() {
        var file = 1;
        while (end(file + 1) > FileHeader.BYTES) {
            file++;
        }
        storage.flip(JournalFile.name(file), end(file) - 3_000);
        storage.flip(JournalFile.name(file), end(file));

        assertThat(repair(false)).extracting(RepairStep::possible).contains(false);
        assertThatThrownBy(this::open).isInstanceOf(JournalException.Corrupted.class);
        assertThat(repair(true)).extracting(RepairStep::possible).containsOnly(true);

        assertThat(isSound()).isTrue();
        assertThat(lost()).isBetween(1, 6);
    }

    /** Where the last byte is that is not zero; the file that is made ahead may not be there yet. */
    private int end(int file) {
        if (!storage.list().contains(JournalFile.name(file))) {
            return FileHeader.BYTES;
        }
        var bytes = storage.bytes(JournalFile.name(file));
        var end = bytes.length - 1;
        while (bytes[end] == 0 && end > FileHeader.BYTES) {
            end--;
        }
        return end;
    }

    @Test
    void shouldTellTheOwnerWhatIsLostAtEveryStart() {
        storage.put(FIRST, Arrays.copyOf(storage.bytes(FIRST), 20_000));
        repair(true);

        for (var start = 0; start < 3; start++) {
            lost();
            assertThat(toldLost).containsOnlyKeys(0, 1, 2);
            written.forEach((partition, records) -> {
                var missing = toldLost.get(partition);
                assertThat(missing + records.size()).isGreaterThanOrEqualTo(records.lastKey() + 1);
            });
        }
    }

    @Test
    void shouldLetUnseenPartitionsBeginBehindWhatEachOfTwoRepairsGaveUp() {
        var last = FIRST;
        var begins = new ArrayList<Long>();
        for (var round = 0; round < 2; round++) {
            storage.put(last, Arrays.copyOf(storage.bytes(last), FileHeader.BYTES + 500));
            storage.list().stream()
                    .filter(name -> JournalFile.number(name) > 1)
                    .forEach(name -> storage.put(name, Arrays.copyOf(storage.bytes(name), FileHeader.BYTES)));
            repair(true);
            assertAgreed();
            try (var log = open()) {
                begins.add(toldBegin);
                assertThat(log.endOffset(7)).isEqualTo(log.startOffset(7)).isEqualTo(toldBegin);
                append(log, 10 + round, 100);
                assertThat(written.get(10 + round).firstKey()).isEqualTo(toldBegin);
            }
            assertAgreed();
        }
        assertThat(begins.get(0)).isPositive();
        assertThat(begins.get(1)).isGreaterThan(begins.get(0) + 1);
    }

    @Test
    void shouldSetADamagedCheckpointAside() {
        var newest = storage.list().stream()
                .filter(name -> Checkpoints.number(name) >= 0)
                .max(String::compareTo)
                .orElseThrow();
        storage.flip(newest, 70);
        assertThat(isSound()).isFalse();

        repair(false);

        assertThat(isSound()).isTrue();
        assertThat(lost()).isZero();
    }

    private List<RepairStep> plan(boolean cut) {
        return LogRepair.run(storage, cut, -1);
    }

    /** What was repaired, what would be, and what is found say the same. */
    private void assertAgreed() {
        assertThat(plan(true)).isEmpty();
        assertThat(isSound()).isTrue();
    }

    @Test
    void shouldAgreeAfterAFileWasCutShortWhereverThatIs() {
        var untouched = storage;
        var writtenBefore = new TreeMap<Integer, TreeMap<Long, String>>();
        written.forEach((partition, records) -> writtenBefore.put(partition, new TreeMap<>(records)));
        for (var file = 1; file <= 2; file++) {
            for (var left :
                    new int[] {0, 20, FileHeader.BYTES, FileHeader.BYTES + 13, 20_000, 40_000, FILE_BYTES - 1}) {
                storage = untouched.copy();
                written.clear();
                writtenBefore.forEach((partition, records) -> written.put(partition, new TreeMap<>(records)));
                storage.put(JournalFile.name(file), Arrays.copyOf(storage.bytes(JournalFile.name(file)), left));
                assertThat(isSound()).isFalse();

                assertThat(plan(true)).as("file %d of %d bytes", file, left).isNotEmpty();
                assertThat(repair(true)).allMatch(RepairStep::possible);

                assertThat(storage.bytes(JournalFile.name(file))).hasSize(FILE_BYTES);
                assertAgreed();
                var lost = lost();
                assertThat(lost()).isEqualTo(lost);
                assertAgreed();
            }
        }
    }

    @Test
    void shouldWriteTheIdentityAnewAsJournalFilesHaveIt() throws IOException {
        var name = StoreIdentity.NAME;
        var before = StoreIdentity.read(storage);
        for (var damage : new byte[][] {null, {}, new byte[28], Arrays.copyOf(storage.bytes(name), 27)}) {
            if (damage == null) {
                storage.delete(name);
            } else {
                storage.put(name, damage);
            }
            assertThatThrownBy(this::open)
                    .isInstanceOf(JournalException.Corrupted.class)
                    .hasMessageContaining("log repair");

            assertThat(plan(false)).extracting(RepairStep::file).containsExactly(name);
            assertThat(repair(false)).allMatch(RepairStep::possible);

            assertThat(StoreIdentity.read(storage)).isEqualTo(before);
            assertAgreed();
        }
        assertThat(lost()).isZero();
    }

    @Test
    void shouldWriteTheIdentityAnewThoughAHeaderIsDamagedToo() throws IOException {
        var before = StoreIdentity.read(storage);
        storage.delete(StoreIdentity.NAME);
        storage.flip(FIRST, 20);

        assertThat(repair(false)).allMatch(RepairStep::possible);

        assertThat(StoreIdentity.read(storage)).isEqualTo(before);
        assertAgreed();
        assertThat(lost()).isZero();
    }

    @Test
    void shouldGiveUpNoFramesWhileAFileThatItDoesNotUnderstandLiesBeside() throws IOException {
        storage.flip(FIRST, 20_000);
        storage.put("0001.journal.bak", new byte[] {1});
        var before = storage.bytes(FIRST);

        assertThat(repair(true))
                .anyMatch(step -> !step.possible() && step.action().contains("0001.journal.bak"));
        assertThat(storage.bytes(FIRST)).isEqualTo(before);

        storage.delete("0001.journal.bak");
        assertThat(repair(true)).allMatch(RepairStep::possible);
        assertAgreed();
    }

    @Test
    void shouldSayWhatItCannotMendAsTheVerificationDoes() {
        var foreign = JournalFile.name(2);
        storage.put(foreign, storage.bytes(FIRST));

        assertThat(isSound()).isFalse();
        assertThat(repair(true))
                .anyMatch(step -> !step.possible() && step.file().equals(foreign));
        assertThat(isSound()).isFalse();
    }
}
