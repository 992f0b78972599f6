package io.penstock.journal.offline;

import io.penstock.journal.JournalException;
import io.penstock.journal.LogDamage;
import io.penstock.journal.LogDamage.Effect;
import io.penstock.journal.LogGap;
import io.penstock.journal.file.FileHeader;
import io.penstock.journal.file.JournalFile;
import io.penstock.journal.file.StoreIdentity;
import io.penstock.journal.frame.FrameFormat;
import io.penstock.journal.frame.TestAppend;
import io.penstock.journal.storage.MemoryStorage;
import io.penstock.journal.young.Journals;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

class LogInspectorTest {

    private static final String FIRST = JournalFile.name(1);
    private static final String SECOND = JournalFile.name(2);
    private static final String THIRD = JournalFile.name(3);

    private static final int ROUNDS = 300;

    private final MemoryStorage storage = new MemoryStorage();

    @Test
    void shouldTellEverythingInTheOrderOfTheLog() {
        try (var journal = Journals.open(storage)) {
            journal.appendAndWait(TestAppend.record(true, 3, "a").withEntry("one"));
            journal.appendAndWait(TestAppend.record(true, 3, "b").with(0, "c"));
        }

        var found = LogFindings.in(storage);

        assertThat(found.content).containsExactly("3@0 a", "entry one", "3@1 b", "0@0 c");
        assertThat(found.damage).isEmpty();
        assertThat(found.report.records()).isEqualTo(3);
        assertThat(found.report.entries()).isEqualTo(1);
        assertThat(found.report.batches()).isEqualTo(3);
        assertThat(found.report.firstSequence()).isEqualTo(1);
        assertThat(found.report.lastSequence()).isEqualTo(3);
        assertThat(found.report.frames()).isEqualTo(3);
        assertThat(found.report.partitions())
                .containsEntry(3, new LogReport.Offsets(0, 2, 0))
                .containsEntry(0, new LogReport.Offsets(0, 1, 0));
    }

    @Test
    void shouldEndWhenTheVisitorHasSeenEnough() {
        writeFrames("a", "b", "c");
        var findings = new LogFindings();
        findings.limit = 2;

        findings.walk(LogInspector.open(storage));

        assertThat(findings.content).containsExactly("0@0 a", "0@1 b");
    }

    @Test
    void shouldNameADamagedFrameWhicheverOfItsBytesIsHitAndGoOnBehindIt() {
        var frames = writeFrames("a", "b", "c");
        for (var position = frames[1]; position < frames[2]; position++) {
            var image = storage.copy();
            image.flip(FIRST, position);

            var found = LogFindings.in(image);

            assertThat(found.damage)
                    .extracting(LogDamage::file, LogDamage::from, LogDamage::to, LogDamage::effect, LogDamage::problem)
                    .containsExactly(
                            tuple(FIRST, (long) frames[1], (long) frames[2], Effect.DAMAGE, "frame 3 is damaged"));
            assertThat(found.gaps).containsExactly(new LogGap(0, 1, 2, FIRST, frames[2]));
            assertThat(found.content).containsExactly("0@0 a", "0@2 c");
            assertThat(found.report.damaged()).isEqualTo(2);
            assertThat(found.report.partitions()).containsEntry(0, new LogReport.Offsets(0, 3, 1));
        }
    }

    @Test
    void shouldTellATornTailFromDamage() {
        var frames = writeFrames("a", "b", "torn");
        storage.flip(FIRST, frames[3] - 9);

        var found = LogFindings.in(storage);

        assertThat(found.damage)
                .extracting(LogDamage::file, LogDamage::from, LogDamage::to, LogDamage::effect)
                .containsExactly(tuple(FIRST, (long) frames[2], (long) frames[3], Effect.TORN_TAIL));
        assertThat(found.report.torn()).isEqualTo(1);
        assertThat(found.report.damaged()).isZero();
        assertThat(found.content).containsExactly("0@0 a", "0@1 b");
    }

    @Test
    void shouldLookBehindADamagedFileHeader() {
        writeFrames("a", "b");
        storage.flip(FIRST, 9);
        storage.flip(FIRST, 25);
        var bytes = storage.bytes(FIRST);
        ByteBuffer.wrap(bytes).putInt(8, FileHeader.FORMAT);
        storage.put(FIRST, bytes);

        var found = LogFindings.in(storage);

        assertThat(found.damage)
                .extracting(LogDamage::file, LogDamage::from, LogDamage::to)
                .containsExactly(tuple(FIRST, 0L, (long) FileHeader.BYTES));
        assertThat(found.content).containsExactly("0@0 a", "0@1 b");
    }

    @Test
    void shouldFindABatchWhoseChecksumIsWrongInAnIntactFrame() {
        var frames = writeFrames("a", "b", "c");
        var bytes = storage.bytes(FIRST);
        var length = frames[2] - frames[1];
        var frame = ByteBuffer.wrap(bytes, frames[1], length).slice();
        var storeId = ByteBuffer.wrap(bytes).getLong(16);
        var seed = new FileHeader(bytes.length, storeId, 1).seed();
        var header = FrameFormat.header(frame, 0, seed, new CRC32C());
        frame.put(FrameFormat.HEADER_BYTES + header.content() - 2, (byte) 'X');
        FrameFormat.putHeader(frame, header, seed, new CRC32C());
        storage.put(FIRST, bytes);

        var found = LogFindings.in(storage);

        assertThat(found.damage).singleElement().satisfies(damage -> {
            assertThat(damage.effect()).isEqualTo(Effect.DAMAGE);
            assertThat(damage.problem()).contains("frame 3 is intact, but", "batch of partition 0");
            assertThat(damage.from()).isEqualTo(frames[1] + FrameFormat.HEADER_BYTES);
        });
        assertThat(found.content).containsExactly("0@0 a", "0@2 c");
    }

    @Test
    void shouldNameAFileThatIsMissing() throws Exception {
        fillFiles();
        storage.delete(SECOND);

        var found = LogFindings.in(storage);

        assertThat(found.damage)
                .extracting(LogDamage::file, LogDamage::from, LogDamage::to, LogDamage::problem)
                .containsExactly(
                        tuple(SECOND, 0L, 0L, "the file is missing"),
                        tuple(SECOND, 4096L, 65536L, "frames 8 to 14 are damaged or missing"));
        assertThat(found.gaps)
                .singleElement()
                .satisfies(gap -> assertThat(gap.file()).isEqualTo(THIRD));
    }

    @Test
    void shouldNameAFileThatWasCutShort() {
        fillFiles();
        storage.put(FIRST, Arrays.copyOf(storage.bytes(FIRST), 20_000));

        var found = LogFindings.in(storage);

        assertThat(found.damage)
                .extracting(LogDamage::file, LogDamage::problem)
                .first()
                .isEqualTo(tuple(FIRST, "the file was cut short: files are written in full before they are used"));
        assertThat(found.damage).hasSize(2).allMatch(damage -> damage.file().equals(FIRST));
        assertThat(found.gaps).hasSize(1);
    }

    @Test
    void shouldBlameTheFileWhoseFirstFrameIsDamaged() {
        fillFiles();
        storage.flip(SECOND, FileHeader.BYTES + 20);

        var found = LogFindings.in(storage);

        assertThat(found.damage)
                .extracting(LogDamage::file, LogDamage::from, LogDamage::effect)
                .containsExactly(tuple(SECOND, (long) FileHeader.BYTES, Effect.DAMAGE));
        assertThat(found.gaps).isEmpty();
    }

    @Test
    void shouldNotInventGapsWhereTheOldestFilesFirstFrameIsDamaged() throws Exception {
        fillFiles();
        storage.delete(FIRST);
        storage.flip(SECOND, FileHeader.BYTES + 20);

        var found = LogFindings.in(storage);

        assertThat(found.damage).extracting(LogDamage::file).containsExactly(SECOND, "checkpoint-*");
        assertThat(found.gaps).isEmpty();
        assertThat(found.report.partitions().get(0).start()).isPositive();
    }

    @Test
    void shouldNotTakeAFilesFormerLifeForFrames() {
        fillFiles();
        var last = JournalFile.name(4);
        var recycled = storage.bytes(FIRST);
        System.arraycopy(storage.bytes(last), 0, recycled, 0, FileHeader.BYTES);
        storage.put(last, recycled);
        var clean = LogFindings.in(storage);

        assertThat(clean.damage).isEmpty();
        assertThat(clean.report.torn()).isZero();
    }

    @Test
    void shouldNotLookIntoAFileOfAnotherStore() {
        fillFiles();
        var other = new MemoryStorage();
        Journals.open(other).close();
        storage.put(SECOND, other.bytes(FIRST));

        var found = LogFindings.in(storage);

        assertThat(found.damage).first().satisfies(damage -> {
            assertThat(damage.file()).isEqualTo(SECOND);
            assertThat(damage.problem()).contains("it says that it is file 1 of store");
        });
    }

    @Test
    void shouldLookIntoALogWhoseIdentityIsGone() throws Exception {
        writeFrames("a", "b");
        storage.delete(StoreIdentity.NAME);

        var found = LogFindings.in(storage);

        assertThat(found.damage)
                .extracting(LogDamage::file, LogDamage::problem)
                .containsExactly(tuple(StoreIdentity.NAME, "the file is missing"));
        assertThat(found.content).containsExactly("0@0 a", "0@1 b");
    }

    @Test
    void shouldRefuseANewerFormat() {
        writeFrames("a");
        var bytes = storage.bytes(StoreIdentity.NAME);
        ByteBuffer.wrap(bytes).putInt(8, 7);
        storage.put(StoreIdentity.NAME, bytes);

        assertThatThrownBy(() -> LogFindings.in(storage))
                .isInstanceOf(JournalException.UnusableDirectory.class)
                .hasMessageContaining("format 7");
    }

    @Test
    void shouldFindDamageExactlyWhereAServerWouldRefuseToStart() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        var crashed = writeMixed(random);
        var names = crashed.list().stream()
                .filter(name -> JournalFile.number(name) >= 0)
                .sorted()
                .toList();
        var refused = 0;
        for (var round = 0; round < ROUNDS; round++) {
            var image = crashed.copy();
            for (var hits = 1 + random.nextInt(3); hits > 0; hits--) {
                scribble(image, names.get(random.nextInt(names.size())), random);
            }
            var before = image.copy();

            var found = LogFindings.in(image);

            var isRefused = isRefused(image);
            assertThat(found.report.damaged() > 0)
                    .as("seed %d, round %d: %s", seed, round, found.damage)
                    .isEqualTo(isRefused);
            assertThat(image.list()).containsExactlyInAnyOrderElementsOf(before.list());
            names.forEach(name -> assertThat(image.bytes(name)).isEqualTo(before.bytes(name)));
            refused += isRefused ? 1 : 0;
        }
        assertThat(refused).as("seed %d: some of each kind", seed).isBetween(1, ROUNDS - 1);
    }

    private static void scribble(MemoryStorage image, String name, Random random) {
        var bytes = image.bytes(name);
        var from = FileHeader.BYTES + random.nextInt(bytes.length - FileHeader.BYTES);
        var to = Math.min(bytes.length, from + 1 + random.nextInt(200));
        for (var i = from; i < to; i++) {
            bytes[i] ^= (byte) (1 + random.nextInt(255));
        }
        image.put(name, bytes);
    }

    private static boolean isRefused(MemoryStorage image) {
        try {
            Journals.open(image.copy()).close();
            return false;
        } catch (JournalException.Corrupted e) {
            return true;
        }
    }

    /** As a crash leaves it; closing would force everything. */
    private MemoryStorage writeMixed(Random random) {
        try (var journal = Journals.open(storage)) {
            for (var i = 0; i < 60; i++) {
                var forced = i < 40 && random.nextInt(3) == 0;
                journal.appendAndWait(TestAppend.record(forced, i % 3, "v".repeat(random.nextInt(5_000)))
                        .withEntry("e" + i));
            }
            return storage.copy();
        }
    }

    /** Positions at which the frames begin that hold the values, and the end. */
    private int[] writeFrames(String... values) {
        try (var journal = Journals.open(storage)) {
            for (var value : values) {
                journal.appendAndWait(TestAppend.record(true, 0, value));
            }
        }
        var buffer = ByteBuffer.wrap(storage.bytes(FIRST));
        var positions = new int[values.length + 1];
        positions[0] = FileHeader.BYTES + buffer.getInt(FileHeader.BYTES + 4);
        for (var i = 0; i < values.length; i++) {
            positions[i + 1] = positions[i] + buffer.getInt(positions[i] + 4);
        }
        return positions;
    }

    private void fillFiles() {
        try (var journal = Journals.open(storage)) {
            for (var i = 0; i < 20; i++) {
                journal.appendAndWait(TestAppend.record(true, 0, "x".repeat(9_000)));
            }
        }
    }
}
