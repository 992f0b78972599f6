package io.penstock.conformance.fault;

import io.penstock.conformance.tool.ManualClock;
import io.penstock.journal.JournalException;
import io.penstock.journal.archive.ArchiveOptions;
import io.penstock.journal.archive.CleanupPolicy;
import io.penstock.journal.archive.PartitionPlan;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.log.LogOwner;
import io.penstock.journal.offline.LogRepair;
import io.penstock.journal.record.BatchCompression;
import io.penstock.journal.young.JournalOptions;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import static org.assertj.core.api.Assertions.assertThat;

/** A repair of archived segments can be cut short at any of its changes, and a server may start in between. */
class SegmentRepairFaultTest {

    private static final LogOptions OPTIONS = LogOptions.of(
                    new JournalOptions(64 << 10, 24 << 10, 1 << 20, 60_000).withMaxStallMillis(0))
            .withArchive(new ArchiveOptions(16 << 10, 4, 64 << 10, 4, 1_000))
            .withYoungFiles(0)
            .withRoundMillis(0);

    private static final int RECORDS = 120;
    private static final String VALUE = "x".repeat(1_000);

    private final long seed = new Random().nextLong();
    private final ManualClock clock = new ManualClock();

    /** Keeps every record for ever, and has no state. */
    private static final class Keeper implements LogOwner {

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
            return CompletableFuture.completedFuture(new byte[0]);
        }

        @Override
        public PartitionPlan plan(int partition) {
            return new PartitionPlan(
                    "d", 0, "p", CleanupPolicy.EXPIRE, null, 0, Duration.ZERO, false, BatchCompression.NONE);
        }

        @Override
        public long[] needed(int partition, long from, long to) {
            return new long[] {from, to};
        }
    }

    @Test
    void shouldBeginAnewWhenItWasCutShort() {
        assertThat(repairAtEachChange(false)).isGreaterThan(15);
    }

    @Test
    void shouldBeginAnewAfterAStartInBetween() {
        assertThat(repairAtEachChange(true)).isGreaterThan(15);
    }

    private int repairAtEachChange(boolean startInBetween) {
        var intact = written();
        var damaged = intact.copy(seed);
        var segments = segments(intact);
        // The second batch of a sealed segment, and the first of the active one.
        var sealed = ByteBuffer.wrap(intact.files().get(segments.get(1)));
        var second = sealed.getInt(8) + 12;
        damaged.flip(segments.get(1), second + 100, 3);
        var active = segments.get(segments.size() - 1);
        damaged.flip(active, 100, 3);
        var expected = new TreeSet<Long>();
        for (var offset = 0L; offset < RECORDS; offset++) {
            expected.add(offset);
        }
        lose(expected, sealed, second);
        lose(expected, ByteBuffer.wrap(intact.files().get(active)), 0);

        var crashes = 0;
        for (var finished = false; !finished; ) {
            var what = "seed " + seed + ", crash " + crashes;
            var storage = damaged.copy(seed + crashes);
            storage.crashAt(1 + crashes);
            try {
                LogRepair.run(storage, false, 1_000);
                finished = true;
            } catch (JournalException e) {
                assertThat(storage.isCrashed()).as(what).isTrue();
                crashes++;
            }
            var after = storage.afterCrash();
            if (startInBetween) {
                open(after).close();
            }
            assertThat(LogRepair.run(after, false, clock.millis() + 2_000))
                    .as(what)
                    .allMatch(step -> step.possible());
            assertThat(LogRepair.run(after, false, -1)).as(what).isEmpty();
            try (var log = open(after)) {
                assertThat(log.offline()).as(what).isEmpty();
                assertThat(offsets(log)).as(what).isEqualTo(expected);
                assertThat(log.endOffset(0)).as(what).isEqualTo(RECORDS);
            }
        }
        return crashes;
    }

    private FaultyStorage written() {
        var storage = new FaultyStorage(seed);
        try (var log = open(storage)) {
            for (var i = 0; i < RECORDS; i++) {
                var append = new ModelAppend(true, () -> {});
                append.record(new ModelAppend.Sent(0, null, VALUE + i, clock.millis()));
                log.appendAndWait(append);
            }
            log.age();
            log.age();
        }
        assertThat(segments(storage)).hasSizeGreaterThan(3);
        return storage;
    }

    private static List<String> segments(FaultyStorage storage) {
        return storage.files().keySet().stream()
                .filter(name -> name.startsWith("archive/") && name.endsWith(".log"))
                .sorted()
                .toList();
    }

    private static void lose(TreeSet<Long> offsets, ByteBuffer segment, int position) {
        var base = segment.getLong(position);
        offsets.subSet(base, base + segment.getInt(position + 23) + 1).clear();
    }

    private LocalLog open(FaultyStorage storage) {
        return LocalLog.open(storage, OPTIONS, clock, new Keeper());
    }

    private static TreeSet<Long> offsets(LocalLog log) {
        var offsets = new TreeSet<Long>();
        var next = log.startOffset(0);
        for (var batch = log.read(0, next); batch != null; batch = log.read(0, next)) {
            for (var record : batch) {
                if (record.offset() >= next) {
                    offsets.add(record.offset());
                }
            }
            next = batch.endOffset();
        }
        return offsets;
    }
}
