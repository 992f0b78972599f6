package io.penstock.journal.archive;

import org.junit.jupiter.api.Test;

import java.util.Random;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class OffsetRangesTest {

    private static final int OFFSETS = 40;

    @Test
    void shouldContainNothingIfThereIsNoRange() {
        var none = new OffsetRanges(new long[0]);

        assertThat(none.isEmpty()).isTrue();
        assertThat(none.contains(0)).isFalse();
        assertThat(none.count(0, 10)).isZero();
        assertThat(none.within(0, 10).isEmpty()).isTrue();
    }

    @Test
    void shouldContainEveryOffsetIfItIsAll() {
        assertThat(OffsetRanges.ALL.contains(0)).isTrue();
        assertThat(OffsetRanges.ALL.contains(Long.MAX_VALUE - 1)).isTrue();
        assertThat(OffsetRanges.ALL.count(3, 9)).isEqualTo(6);
        assertThat(OffsetRanges.ALL.within(3, 9)).isSameAs(OffsetRanges.ALL);
    }

    @Test
    void shouldContainTheFirstOffsetOfARangeThatBeginsWhereAnotherEnds() {
        var ranges = new OffsetRanges(new long[] {2, 4, 4, 6});

        assertThat(ranges.contains(4)).isTrue();
        assertThat(ranges.contains(6)).isFalse();
        assertThat(ranges.within(4, 5).bounds()).containsExactly(4, 6);
    }

    @Test
    void shouldAgreeWithASetOfOffsets() {
        var seed = new Random().nextLong();
        var random = new Random(seed);
        for (var round = 0; round < 200; round++) {
            var bounds = random.ints(0, OFFSETS)
                    .limit(2L * random.nextInt(6))
                    .distinct()
                    .sorted()
                    .asLongStream()
                    .toArray();
            var ranges = new OffsetRanges(bounds.length % 2 == 0 ? bounds : new long[] {bounds[0], OFFSETS});
            var from = random.nextInt(OFFSETS);
            var to = from + random.nextInt(OFFSETS);

            var expected = IntStream.range(from, to)
                    .filter(offset -> isIn(ranges.bounds(), offset))
                    .count();

            assertThat(ranges.count(from, to)).as("seed %d", seed).isEqualTo(expected);
            assertThat(ranges.within(from, to).count(from, to))
                    .as("seed %d", seed)
                    .isEqualTo(expected);
            for (var offset = 0; offset < OFFSETS; offset++) {
                assertThat(ranges.contains(offset)).as("seed %d", seed).isEqualTo(isIn(ranges.bounds(), offset));
            }
        }
    }

    private static boolean isIn(long[] bounds, long offset) {
        for (var i = 0; i < bounds.length; i += 2) {
            if (bounds[i] <= offset && offset < bounds[i + 1]) {
                return true;
            }
        }
        return false;
    }
}
