package io.penstock.journal.log;

import io.penstock.journal.JournalException;
import io.penstock.journal.archive.ArchiveOptions;
import io.penstock.journal.archive.CleanupPolicy;
import io.penstock.journal.archive.PartitionPlan;
import io.penstock.journal.file.JournalFile;
import io.penstock.journal.frame.TestAppend;
import io.penstock.journal.record.BatchCompression;
import io.penstock.journal.storage.MemoryStorage;
import io.penstock.journal.young.Journals;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A partition whose archive is damaged: it waits to be mended with all its records, and nobody else waits for it. */
class LogOfflineTest {

    private static final int DAMAGED = 0;
    private static final int OTHER = 1;

    /** A few of them fill a file. */
    private static final int VALUE_CHARS = 4_000;

    private static final int RECORDS_PER_ROUND = 20;
    private static final int ROUNDS = 12;

    /** One is written, one is made ahead, what a round filled waits for the older checkpoint, and some are spare. */
    private static final int MAX_JOURNAL_FILES = 12;

    private static final LogOptions OPTIONS = LogOptions.of(Journals.UNFORCED)
            .withArchive(new ArchiveOptions(32 << 10, 4, 64 << 10, 4, 1_000))
            .withYoungFiles(0)
            .withRoundMillis(0);

    private final MemoryStorage storage = new MemoryStorage();
    private int sent;

    /** Keeps everything for ever. */
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
                    BatchCompression.NONE);
        }

        @Override
        public long[] needed(int partition, long from, long to) {
            return new long[] {from, to};
        }
    }

    /** What is wrong when the log is opened. Each can be mended. */
    enum Damage {
        MISSING_FIRST_SEGMENT,
        SHORT_FIRST_SEGMENT,
        DAMAGED_LAST_SEGMENT
    }

    @BeforeEach
    void fill() {
        try (var log = open()) {
            for (var round = 0; round < 3; round++) {
                round(log);
            }
        }
        assertThat(segments()).hasSizeGreaterThan(2);
    }

    @Test
    void shouldMoveOnWhenAReadFindsDamage() {
        var first = segments().get(0);
        var at = valueIn(first);
        try (var log = open()) {
            storage.damage(first, at);
            assertThatThrownBy(() -> log.read(DAMAGED, 0)).isInstanceOf(JournalException.PartitionOffline.class);

            goOnFor(log, ROUNDS);
            assertThat(log.offline()).containsOnlyKeys(DAMAGED);
        }

        storage.damage(first, at);
        assertAllIsThere(storage);
    }

    @Test
    void shouldMoveOnWhenTheSegmentThatIsAppendedToIsDamaged() {
        var last = segments().get(segments().size() - 1);
        try (var log = open()) {
            // Its first batch's header: it can be neither read nor indexed.
            storage.damage(last, 16);
            assertThatThrownBy(() -> log.read(DAMAGED, baseOffset(last)))
                    .isInstanceOf(JournalException.PartitionOffline.class);

            goOnFor(log, ROUNDS);
        }

        storage.damage(last, 16);
        assertAllIsThere(storage);
    }

    @Test
    void shouldMoveOnWhenDamageIsFoundNoSoonerThanByTheMove() {
        var last = segments().get(segments().size() - 1);
        try (var log = open()) {
            storage.damage(last, 16);

            goOnFor(log, ROUNDS);
            assertThat(log.offline()).containsOnlyKeys(DAMAGED);
        }

        storage.damage(last, 16);
        assertAllIsThere(storage);
    }

    @ParameterizedTest
    @EnumSource
    void shouldMoveOnWhenAPartitionWasSetAsideAtTheStart(Damage damage) throws Exception {
        var name = segments()
                .get(damage == Damage.DAMAGED_LAST_SEGMENT ? segments().size() - 1 : 0);
        var sound = storage.bytes(name);
        damage(damage, name);
        for (var start = 0; start < 3; start++) {
            try (var log = open()) {
                assertThat(log.offline()).containsOnlyKeys(DAMAGED);
                goOnFor(log, ROUNDS / 3);
                assertThat(log.startOffset(DAMAGED)).isZero();
                assertThatThrownBy(() -> log.read(DAMAGED, log.endOffset(DAMAGED)))
                        .isInstanceOf(JournalException.PartitionOffline.class);
                // A crash now, before the log is closed.
                var crashed = storage.copy();
                crashed.put(name, sound);
                assertAllIsThere(crashed);
            }
        }

        storage.put(name, sound);
        assertAllIsThere(storage);
    }

    private void damage(Damage damage, String name) throws Exception {
        switch (damage) {
            case MISSING_FIRST_SEGMENT -> storage.delete(name);
            case SHORT_FIRST_SEGMENT -> storage.put(name, new byte[100]);
            case DAMAGED_LAST_SEGMENT -> storage.flip(name, storage.bytes(name).length - 1);
        }
    }

    /** Files are given up as if nothing were wrong, and the other partition is served. */
    private void goOnFor(LocalLog log, int rounds) {
        for (var round = 0; round < rounds; round++) {
            round(log);
            assertThat(log.agingFailure()).isNull();
            assertThat(journalFiles()).isLessThan(MAX_JOURNAL_FILES);
            assertThat(log.offline()).doesNotContainKey(OTHER);
        }
        assertThat(offsets(log, OTHER)).isEqualTo(allOffsets());
    }

    private void assertAllIsThere(MemoryStorage mended) {
        try (var log = open(mended)) {
            assertThat(log.offline()).isEmpty();
            assertThat(offsets(log, DAMAGED)).isEqualTo(allOffsets());
            assertThat(offsets(log, OTHER)).isEqualTo(allOffsets());
        }
    }

    private List<Long> allOffsets() {
        return LongStream.range(0, sent).boxed().toList();
    }

    private LocalLog open() {
        return open(storage);
    }

    private static LocalLog open(MemoryStorage where) {
        return LocalLog.open(where, OPTIONS, InstantSource.system(), new Owner());
    }

    private void round(LocalLog log) {
        for (var i = 0; i < RECORDS_PER_ROUND; i++) {
            log.appendAndWait(TestAppend.record(true, DAMAGED, value(sent)).with(OTHER, value(sent)));
            sent++;
        }
        log.age();
        // The older of the two checkpoints has to know what was moved before files are given up.
        log.age();
    }

    private static String value(int number) {
        return number + " " + "x".repeat(VALUE_CHARS);
    }

    private static List<Long> offsets(LocalLog log, int partition) {
        var offsets = new ArrayList<Long>();
        var next = 0L;
        for (var batch = log.read(partition, next); batch != null; batch = log.read(partition, next)) {
            for (var record : batch) {
                if (record.offset() >= next) {
                    assertThat(new String(record.value(), StandardCharsets.UTF_8))
                            .isEqualTo(value((int) record.offset()));
                    offsets.add(record.offset());
                    next = record.offset() + 1;
                }
            }
        }
        return offsets;
    }

    private List<String> segments() {
        return storage.list().stream()
                .filter(name -> name.startsWith("archive/p/" + DAMAGED + "/") && name.endsWith(".log"))
                .sorted()
                .toList();
    }

    private static long baseOffset(String segment) {
        return Long.parseLong(segment.substring(segment.lastIndexOf('/') + 1, segment.lastIndexOf('.')));
    }

    private int valueIn(String segment) {
        return new String(storage.bytes(segment), StandardCharsets.ISO_8859_1).indexOf("xxxx");
    }

    private long journalFiles() {
        return storage.list().stream()
                .filter(name -> JournalFile.number(name) >= 0)
                .count();
    }
}
