package io.penstock.kafka.log;

import io.penstock.kafka.journal.FrameItems;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ToldSinceTest {

    private final ToldSince since = new ToldSince();

    @Test
    void shouldSayEachPartitionInItsOrder() {
        since.records(1, 0, 2);
        since.records(2, 0, 1);
        since.records(1, 2, 3);
        since.hole(1, 3, 4);
        since.records(1, 4, 5);
        var items = new FrameItems();
        since.moveTo(items);

        var expected = new FrameItems();
        expected.records(1, 0, 3);
        expected.hole(1, 3, 4);
        expected.records(1, 4, 1);
        expected.records(2, 0, 1);
        assertThat(items.lines().get(0)).isEqualTo(expected.lines().get(0));
    }

    @Test
    void shouldSayNothingTwice() {
        since.records(1, 0, 2);
        assertThat(since.isEmpty()).isFalse();
        assertThat(since.bytes()).isPositive();
        since.moveTo(new FrameItems());

        assertThat(since.isEmpty()).isTrue();
        assertThat(since.bytes()).isZero();
    }
}
