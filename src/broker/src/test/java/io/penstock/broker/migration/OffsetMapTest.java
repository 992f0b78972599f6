package io.penstock.broker.migration;

import org.junit.jupiter.api.Test;

import java.util.Random;
import java.util.TreeSet;

import static io.penstock.conformance.tool.EachSeed.fromAnywhere;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OffsetMapTest {

    private static OffsetMap of(long... offsets) {
        var map = new OffsetMap();
        for (long offset : offsets) {
            map.add(offset);
        }
        return map;
    }

    @Test
    void shouldCloseGaps() {
        var map = of(5, 6, 9, 20);

        assertThat(map.count()).isEqualTo(4);
        assertThat(map.translated(0)).isZero();
        assertThat(map.translated(5)).isZero();
        assertThat(map.translated(6)).isEqualTo(1);
        assertThat(map.translated(7)).isEqualTo(2);
        assertThat(map.translated(9)).isEqualTo(2);
        assertThat(map.translated(10)).isEqualTo(3);
        assertThat(map.translated(1_000)).isEqualTo(4);
        assertThat(map.has(6)).isTrue();
        assertThat(map.has(7)).isFalse();
        assertThat(map.has(21)).isFalse();
        assertThat(OffsetMaps.translated(map, new long[] {0, 7, 9, 10, 11, 20})).containsExactly(0, 3);
        assertThat(OffsetMaps.translated(map, new long[] {7, 9})).isEmpty();
        assertThatThrownBy(() -> map.add(20)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldCountWhatLiesBefore() {
        fromAnywhere(200, seed -> {
            var random = new Random(seed);
            var offsets = new TreeSet<Long>();
            for (int i = random.nextInt(50); i > 0; i--) {
                offsets.add((long) random.nextInt(80));
            }
            var map = of(offsets.stream().mapToLong(Long::longValue).toArray());

            for (long offset = 0; offset < 100; offset++) {
                assertThat(map.translated(offset))
                        .isEqualTo(offsets.headSet(offset).size());
                assertThat(map.has(offset)).isEqualTo(offsets.contains(offset));
            }
        });
    }
}
