package io.penstock.journal.young;

import io.penstock.journal.frame.TestAppend;
import io.penstock.journal.storage.MemoryStorage;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** Random appends, releases and losses of power against what may and must be left of them. */
class PowerLossTest {

    private static final int SEEDS = 150;
    private static final int LIVES = 4;
    private static final int PARTITIONS = 3;

    /** What one partition was sent: all of it, and how much of that is forced. */
    private static final class Sent {
        private final List<String> values = new ArrayList<>();
        private int forced;
    }

    @Test
    void shouldKeepWhatWasForcedAndInventNothing() {
        var first = new Random().nextLong();
        for (var i = 0; i < SEEDS; i++) {
            live(first + i);
        }
    }

    private static void live(long seed) {
        var random = new Random(seed);
        var storage = new MemoryStorage();
        var sent = new ArrayList<Sent>();
        var ends = new HashSet<List<Integer>>();
        for (var partition = 0; partition < PARTITIONS; partition++) {
            sent.add(new Sent());
        }
        for (var life = 0; life < LIVES; life++) {
            ends.clear();
            ends.add(sizes(sent));
            try (var journal = Journals.open(storage)) {
                for (var i = random.nextInt(60); i > 0; i--) {
                    append(journal, random, sent, seed);
                    ends.add(sizes(sent));
                    if (random.nextInt(20) == 0) {
                        journal.release(Long.MAX_VALUE);
                    }
                }
                storage = storage.afterPowerLoss(random);
            }
            if (random.nextInt(3) == 0) {
                // It recovers, and the power goes again before it did anything.
                try (var journal = Journals.open(storage)) {
                    storage = storage.afterPowerLoss(random);
                }
            }
            check(storage, sent, seed);
            // An append is in all of its partitions or in none.
            assertThat(ends).as("seed %d", seed).contains(sizes(sent));
        }
    }

    private static List<Integer> sizes(List<Sent> sent) {
        return sent.stream().map(partition -> partition.values.size()).toList();
    }

    private static void append(Journal journal, Random random, List<Sent> sent, long seed) {
        var forced = random.nextInt(4) == 0;
        var append = new TestAppend(forced);
        for (var records = 1 + random.nextInt(3); records > 0; records--) {
            var partition = random.nextInt(PARTITIONS);
            var values = sent.get(partition).values;
            var value = partition + "." + values.size() + "." + "x".repeat(random.nextInt(3_000));
            append.with(partition, value);
            values.add(value);
        }
        journal.appendAndWait(append);
        assertThat(append.end).as("seed %d", seed).isCompleted();
        if (forced) {
            sent.forEach(partition -> partition.forced = partition.values.size());
        }
    }

    private static void check(MemoryStorage storage, List<Sent> sent, long seed) {
        try (var journal = Journals.open(storage)) {
            for (var partition = 0; partition < PARTITIONS; partition++) {
                var expected = sent.get(partition);
                var start = (int) journal.startOffset(partition);
                var end = (int) journal.endOffset(partition);
                assertThat(end).as("seed %d", seed).isBetween(expected.forced, expected.values.size());
                assertThat(Journals.values(journal, partition))
                        .as("seed %d", seed)
                        .isEqualTo(expected.values.subList(start, end));
                // What was lost was never promised; the next life goes on from here, and what is left is forced now.
                expected.values.subList(end, expected.values.size()).clear();
                expected.forced = end;
            }
        }
    }
}
