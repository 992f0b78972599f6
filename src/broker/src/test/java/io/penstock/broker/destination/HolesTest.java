package io.penstock.broker.destination;

import io.penstock.conformance.tool.EachSeed;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class HolesTest {

    private static final int OFFSETS = 60;

    @Test
    void shouldKeepRangesApartAndInOrderWhateverIsAdded() {
        EachSeed.fromZero(200, seed -> {
            var random = new Random(seed);
            var expected = new BitSet();
            var holes = Holes.NONE;
            for (int i = 0; i < 12; i++) {
                int from = random.nextInt(OFFSETS);
                int to = from + random.nextInt(8);
                expected.set(from, to);
                holes = holes.with(from, to);
                assertAre(holes, expected);
                int begin = random.nextInt(OFFSETS);
                int end = begin + random.nextInt(OFFSETS);
                assertThat(holes.within(begin, end))
                        .isEqualTo(expected.get(begin, end).cardinality());
            }
        });
    }

    @Test
    void shouldLeaveWhatItWasAsItWasWhenSomethingIsAddedAtTheEnd() {
        EachSeed.fromZero(20, seed -> {
            var random = new Random(seed);
            var all = new ArrayList<Holes>(List.of(Holes.NONE));
            var expected = new ArrayList<BitSet>(List.of(new BitSet()));
            int at = 0;
            for (int i = 0; i < 100; i++) {
                // Mostly to the newest, which shares its memory with those before.
                int to = random.nextInt(8) == 0 ? random.nextInt(all.size()) : all.size() - 1;
                int from = at + random.nextInt(3);
                at = from + 1 + random.nextInt(3);
                var more = (BitSet) expected.get(to).clone();
                more.set(from, at);
                expected.add(more);
                all.add(all.get(to).with(from, at));
            }
            for (int i = 0; i < all.size(); i++) {
                assertAre(all.get(i), expected.get(i));
            }
        });
    }

    @Test
    void shouldCountWhatItLeavesOut() {
        var holes = Holes.NONE.with(1, 3).with(5, 6).with(8, 10);

        assertThat(holes.from(0)).isSameAs(holes);
        for (long start : List.of(3, 4, 5)) {
            assertThat(holes.from(start).toBounds()).containsExactly(5, 6, 8, 10);
        }
        assertThat(holes.from(9).toBounds()).containsExactly(8, 10);
        assertThat(holes.from(10).isEmpty()).isTrue();
        assertThat(holes.from(10).count()).isEqualTo(5);
        assertThat(holes.from(10).with(20, 22).count()).isEqualTo(7);
    }

    private static void assertAre(Holes holes, BitSet expected) {
        var found = new BitSet();
        holes.forEachAbove(0, (from, to) -> found.set((int) from, (int) to));
        assertThat(found).isEqualTo(expected);
        assertThat(holes.toBounds()).isSorted().doesNotHaveDuplicates();
        assertThat(holes.count()).isEqualTo(expected.cardinality());
        assertThat(holes.end()).isEqualTo(expected.length());
        for (int offset = 0; offset < expected.length() + 2; offset++) {
            assertThat(holes.skip(offset)).isEqualTo(expected.nextClearBit(offset));
        }
    }
}
