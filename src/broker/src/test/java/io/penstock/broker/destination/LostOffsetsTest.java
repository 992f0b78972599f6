package io.penstock.broker.destination;

import io.penstock.conformance.tool.EachSeed;
import org.junit.jupiter.api.Test;

import java.util.BitSet;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class LostOffsetsTest {

    private static final int OFFSETS = 60;

    @Test
    void shouldKeepRangesApartAndInOrderWhateverIsAdded() {
        EachSeed.fromZero(200, seed -> {
            var random = new Random(seed);
            var expected = new BitSet();
            var lost = LostOffsets.NONE;
            for (int i = 0; i < 12; i++) {
                int from = random.nextInt(OFFSETS);
                int to = from + random.nextInt(8);
                expected.set(from, to);
                lost = lost.with(from, to);
                int begin = random.nextInt(OFFSETS);
                int end = begin + random.nextInt(OFFSETS);
                assertThat(lost.within(begin, end))
                        .isEqualTo(expected.get(begin, end).cardinality());
            }
            long[] bounds = lost.toBounds();
            var found = new BitSet();
            lost.forEach((from, to) -> found.set((int) from, (int) to));
            assertThat(found).isEqualTo(expected);
            assertThat(bounds).isSorted().doesNotHaveDuplicates();
        });
    }
}
