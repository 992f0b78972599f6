package io.penstock.broker.feed;

import org.junit.jupiter.api.Test;

import java.util.BitSet;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class NeededRangesTest {

    private static BitSet set(long[] ranges) {
        var set = new BitSet();
        for (int i = 0; i < ranges.length; i += 2) {
            assertThat(ranges[i]).as("ascending").isLessThan(ranges[i + 1]);
            assertThat(i == 0 || ranges[i - 1] < ranges[i]).as("apart").isTrue();
            set.set((int) ranges[i], (int) ranges[i + 1]);
        }
        return set;
    }

    private static long[] random(Random random, NeededRanges needs, BitSet expected) {
        int at = 0;
        while (at < 3_000) {
            int from = at + random.nextInt(20);
            int to = from + 1 + random.nextInt(5);
            needs.add(from, to);
            expected.set(from, to);
            at = to;
        }
        return needs.ranges();
    }

    @Test
    void shouldNameExactlyWhatIsNeededWithinTheLimit() {
        long seed = new Random().nextLong();
        var expected = new BitSet();

        long[] ranges = random(new Random(seed), new NeededRanges(), expected);

        assertThat(set(ranges)).as("seed %d", seed).isEqualTo(expected);
    }

    @Test
    void shouldNameMoreRatherThanTooManyRanges() {
        long seed = new Random().nextLong();
        for (int limit : new int[] {1, 2, 7, 50}) {
            var expected = new BitSet();

            long[] ranges = random(new Random(seed), new NeededRanges(limit), expected);

            assertThat(ranges.length / 2).as("seed %d, limit %d", seed, limit).isBetween(1, limit);
            var missing = (BitSet) expected.clone();
            missing.andNot(set(ranges));
            assertThat(missing.isEmpty())
                    .as("seed %d, limit %d: %s", seed, limit, missing)
                    .isTrue();
            assertThat(ranges[0]).isEqualTo(expected.nextSetBit(0));
            assertThat(ranges[ranges.length - 1]).isEqualTo(expected.length());
        }
    }

    @Test
    void shouldUniteWhatSeveralNeed() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var one = new BitSet();
        var other = new BitSet();

        long[] union =
                NeededRanges.union(random(random, new NeededRanges(), one), random(random, new NeededRanges(), other));

        one.or(other);
        assertThat(set(union)).as("seed %d", seed).isEqualTo(one);
        assertThat(NeededRanges.union(new long[0], new long[] {1, 2})).containsExactly(1, 2);
        assertThat(NeededRanges.union(new long[] {1, 2}, new long[0])).containsExactly(1, 2);
    }
}
