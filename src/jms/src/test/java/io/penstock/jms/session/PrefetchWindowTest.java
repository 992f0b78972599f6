package io.penstock.jms.session;

import io.penstock.conformance.tool.ManualClock;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class PrefetchWindowTest {

    private final ManualClock clock = new ManualClock();
    private final PrefetchWindow window = new PrefetchWindow(100, clock);

    @Test
    void shouldBeginWithOneAndGrowToAShareOfWhatWasTaken() {
        assertThat(window.next(0)).isEqualTo(1);
        for (int taken = 1; taken < 2 * PrefetchWindow.SHARE; taken++) {
            assertThat(window.next(1)).isEqualTo(1);
        }
        assertThat(window.next(1)).isEqualTo(2);
        assertThat(window.next(8 * PrefetchWindow.SHARE)).isEqualTo(10);
    }

    @Test
    void shouldNotGrowBeyondItsLimit() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(window.next(100)).isLessThanOrEqualTo(100);
        }
        assertThat(window.next(100)).isEqualTo(100);
    }

    @Test
    void shouldBeginAnewWhenTheClientHadSomethingElseToDo() {
        assertThat(window.next(800)).isEqualTo(100);

        clock.advance(Duration.ofMillis(PrefetchWindow.BRISK_MILLIS));
        assertThat(window.next(100)).as("just in time").isEqualTo(100);
        clock.advance(Duration.ofMillis(PrefetchWindow.BRISK_MILLIS + 1));

        assertThat(window.next(100)).isEqualTo(1);
    }

    @Test
    void shouldAlwaysAskForOneAtATimeIfThatIsTheLimit() {
        var none = new PrefetchWindow(1, clock);

        assertThat(none.next(10_000)).isEqualTo(1);
    }
}
