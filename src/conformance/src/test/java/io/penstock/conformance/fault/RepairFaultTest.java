package io.penstock.conformance.fault;

import io.penstock.conformance.tool.ManualClock;
import io.penstock.journal.JournalException;
import io.penstock.journal.log.LocalLog;
import io.penstock.journal.log.LogOptions;
import io.penstock.journal.offline.LogRepair;
import io.penstock.journal.young.JournalOptions;
import org.junit.jupiter.api.Test;

import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** A repair that is cut short at any of its changes, by a loss of power, can be begun anew and comes to its end. */
class RepairFaultTest {

    private static final LogOptions OPTIONS = LogOptions.of(
                    new JournalOptions(64 << 10, 24 << 10, 1 << 20, 60_000).withMaxStallMillis(0))
            .withYoungFiles(100)
            .withRoundMillis(0);

    private static final int RECORDS = 60;
    private static final String VALUE = "x".repeat(3_000);

    private final long seed = new Random().nextLong();
    private final ManualClock clock = new ManualClock();

    /** Offsets that were acknowledged, by partition. */
    private final TreeMap<Integer, Long> ends = new TreeMap<>();

    @Test
    void shouldBeginAnewWhenItWasCutShort() {
        var damaged = damaged();
        var crashes = 0;
        for (var finished = false; !finished; ) {
            var storage = damaged.copy(seed + crashes);
            storage.crashAt(1 + crashes);
            try {
                LogRepair.run(storage, true, 1_000);
                finished = true;
            } catch (JournalException e) {
                assertThat(storage.isCrashed()).isTrue();
                crashes++;
            }
            var after = storage.afterCrash();
            var steps = LogRepair.run(after, true, 2_000);
            assertThat(steps).allMatch(step -> step.possible());
            assertThat(steps.isEmpty() || !finished).isTrue();
            check(after, "seed " + seed + ", crash " + crashes);
        }
        assertThat(crashes).isGreaterThan(10);
    }

    private FaultyStorage damaged() {
        var storage = new FaultyStorage(seed);
        try (var log = open(storage)) {
            for (var i = 0; i < RECORDS; i++) {
                var partition = i % 2;
                var append = new ModelAppend(true, () -> {});
                append.record(new ModelAppend.Sent(partition, null, VALUE + i, clock.millis()));
                log.appendAndWait(append);
                ends.merge(partition, 1L, Long::sum);
            }
        }
        var journals = storage.files().keySet().stream()
                .filter(name -> name.endsWith(".journal"))
                .sorted()
                .toList();
        assertThat(journals).hasSizeGreaterThan(3);
        for (var name : journals.subList(0, 3)) {
            storage.flip(name, 4_096 + 8_000, 3);
        }
        storage.flip(journals.get(1), 20, 3);
        return storage;
    }

    private LocalLog open(FaultyStorage storage) {
        return LocalLog.open(storage, OPTIONS, clock, new LogOffsets());
    }

    /** Three frames are gone, each with one record; everything else is there, and no offset will be given twice. */
    private void check(FaultyStorage storage, String what) {
        try (var log = open(storage)) {
            var left = IntStream.range(0, 2)
                    .mapToLong(partition -> count(log, partition))
                    .sum();
            assertThat(left).as(what).isEqualTo(RECORDS - 3);
            ends.forEach((partition, end) ->
                    assertThat(log.endOffset(partition)).as(what).isGreaterThanOrEqualTo(end));
        }
    }

    private static long count(LocalLog log, int partition) {
        var count = 0L;
        var offset = log.startOffset(partition);
        for (var batch = log.read(partition, offset); batch != null; batch = log.read(partition, offset)) {
            for (var record : batch) {
                count += record.offset() >= offset ? 1 : 0;
            }
            offset = batch.endOffset();
        }
        return count;
    }
}
