package io.penstock;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

class TimesTest {

    private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
    private static final Duration MOST_NEGATIVE = Duration.ofSeconds(Long.MIN_VALUE);

    @Test
    void shouldEndWithTheCalendar() {
        assertThat(Times.sum(Instant.EPOCH, LONGEST)).isEqualTo(Instant.MAX);
        assertThat(Times.sum(Instant.MAX, Duration.ofNanos(1))).isEqualTo(Instant.MAX);
        assertThat(Times.sum(Instant.MIN, Duration.ofNanos(-1))).isEqualTo(Instant.MIN);
        assertThat(Times.sum(Instant.EPOCH, LONGEST.negated())).isEqualTo(Instant.MIN);
        assertThat(Times.sum(Instant.EPOCH, Duration.ofSeconds(-3))).isEqualTo(Instant.ofEpochSecond(-3));
        assertThat(Times.sum(Instant.EPOCH, Duration.ofSeconds(3))).isEqualTo(Instant.ofEpochSecond(3));
    }

    @Test
    void shouldEndWithTheNumber() {
        assertThat(Times.sum(Long.MAX_VALUE, 1)).isEqualTo(Long.MAX_VALUE);
        assertThat(Times.sum(Long.MIN_VALUE, -1)).isEqualTo(Long.MIN_VALUE);
        assertThat(Times.sum(Long.MAX_VALUE, Long.MIN_VALUE)).isEqualTo(-1);
        assertThat(Times.millis(LONGEST)).isEqualTo(Long.MAX_VALUE);
        assertThat(Times.millis(MOST_NEGATIVE)).isEqualTo(Long.MIN_VALUE);
        assertThat(Times.nanos(LONGEST)).isEqualTo(Long.MAX_VALUE);
        assertThat(Times.millis(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
        assertThat(Times.millis(Instant.MIN)).isEqualTo(Long.MIN_VALUE);
        assertThat(Times.ceilMillis(Instant.MAX)).isEqualTo(Long.MAX_VALUE);
        assertThat(Times.ceilMillis(Instant.ofEpochSecond(0, 1))).isEqualTo(1);
    }

    @Test
    void shouldKnowWhichTimesCanBeStored() {
        assertThat(Times.isPossible(Instant.EPOCH)).isTrue();
        assertThat(Times.isPossible(Times.MAX)).isTrue();
        assertThat(Times.isPossible(Instant.EPOCH.minusNanos(1))).isFalse();
        assertThat(Times.isPossible(Times.MAX.plusNanos(1))).isFalse();
    }
}
