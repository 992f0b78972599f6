package io.penstock.broker.feed;

import org.junit.jupiter.api.Test;

import java.util.BitSet;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class RangeSetTest {

    @Test
    void shouldKeepOneNumberForWhatIsDoneInOrder() {
        var set = new RangeSet(0);

        for (long offset = 0; offset < 100_000; offset += 10) {
            set.add(offset, offset + 10);
        }

        assertThat(set.floor()).isEqualTo(100_000);
        assertThat(set.ranges()).isZero();
    }

    @Test
    void shouldMergeWhatTouches() {
        var set = new RangeSet(5);
        set.add(10, 12);
        set.add(14, 16);
        assertThat(set.ranges()).isEqualTo(2);

        set.add(12, 14);

        assertThat(set.ranges()).isEqualTo(1);
        assertThat(set.countAbove()).isEqualTo(6);
        assertThat(set.nextAbsent(11)).isEqualTo(16);
        set.add(5, 10);
        assertThat(set.floor()).isEqualTo(16);
        assertThat(set.ranges()).isZero();
    }

    @Test
    void shouldAgreeWithABitSet() {
        for (long seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var set = new RangeSet(0);
            var bits = new BitSet();
            for (int i = 0; i < 60; i++) {
                int from = random.nextInt(200);
                int to = from + random.nextInt(12);
                set.add(from, to);
                bits.set(from, to);
                agree(set, bits, seed);
            }
        }
    }

    private static void agree(RangeSet set, BitSet bits, long seed) {
        assertThat(set.floor()).as("seed %d", seed).isEqualTo(bits.nextClearBit(0));
        assertThat(set.floor() + set.countAbove()).as("seed %d", seed).isEqualTo(bits.cardinality());
        for (int offset = 0; offset < 220; offset++) {
            assertThat(set.contains(offset)).as("seed %d", seed).isEqualTo(bits.get(offset));
            assertThat(set.nextAbsent(offset)).as("seed %d", seed).isEqualTo(bits.nextClearBit(offset));
            assertThat(set.absentBelow(offset))
                    .as("seed %d", seed)
                    .isEqualTo(offset - bits.get(0, offset).cardinality());
        }
    }
}
