package io.penstock.server.http.overview;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RingTest {

    private final Ring means = Ring.ofMeans(4, 10);
    private final Ring latest = Ring.ofLatest(4, 10);

    @Test
    void shouldTellTheMeanOrTheLastValueOfEachStep() {
        for (int second = 100; second < 120; second++) {
            means.add(second, second);
            latest.add(second, second);
        }

        assertThat(means.until(119, 3)).containsExactly(null, 104.5, 114.5);
        assertThat(latest.until(119, 3)).containsExactly(null, 109.0, 119.0);
    }

    @Test
    void shouldLeaveOutStepsOfWhichNothingIsKnown() {
        means.add(100, 1);
        means.add(130, 3);

        assertThat(means.until(149, 5)).containsExactly(1.0, null, null, 3.0, null);
    }

    @Test
    void shouldForgetWhatIsTooOld() {
        for (int step = 0; step < 9; step++) {
            means.add(step * 10L, step);
        }

        assertThat(means.until(80, 9)).containsExactly(null, null, null, null, null, 5.0, 6.0, 7.0, 8.0);
    }

    @Test
    void shouldForgetWhatIsTooOldAlsoWhenNothingWasMeasuredForLong() {
        for (int step = 0; step < 4; step++) {
            means.add(step * 10L, step);
        }
        means.add(1_000, 7);

        assertThat(means.until(1_000, 4)).containsExactly(null, null, null, 7.0);
    }

    @Test
    void shouldNeedNoMemoryForValuesUntilTheyDiffer() {
        for (int step = 0; step < 9; step++) {
            latest.add(step * 10L, 5);
        }
        assertThat(latest.bytes()).isZero();
        assertThat(latest.until(80, 5)).containsExactly(null, 5.0, 5.0, 5.0, 5.0);

        latest.add(90, 6);
        assertThat(latest.bytes()).isEqualTo(16);
        assertThat(latest.until(90, 5)).containsExactly(null, 5.0, 5.0, 5.0, 6.0);
    }

    @Test
    void shouldBeginAnewWhenTheClockIsSetBack() {
        latest.add(1_000, 1);
        latest.add(1_010, 2);
        latest.add(500, 3);
        latest.add(510, 4);

        assertThat(latest.until(510, 3)).containsExactly(null, 3.0, 4.0);
        assertThat(latest.until(1_010, 2)).containsExactly(null, null);
    }
}
