package io.penstock.broker.alert;

import io.penstock.DeadLetterAlert;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class LetterWindowTest {

    private static final DeadLetterAlert ALERT =
            DeadLetterAlert.of(2, Duration.ofMinutes(1)).build();

    private final LetterWindow window = new LetterWindow();

    private int died(DeadLetterAlert alert, long millis) {
        window.count(alert, millis);
        window.add(alert, millis);
        return window.count(alert, millis);
    }

    @Test
    void shouldCountWithinTheWindowAlone() {
        assertThat(died(ALERT, 0)).isEqualTo(1);
        assertThat(died(ALERT, 30_000)).isEqualTo(2);
        assertThat(died(ALERT, 60_000)).as("the first is a minute old").isEqualTo(2);
        assertThat(died(ALERT, 60_001)).isEqualTo(3);
        assertThat(died(ALERT, 60_002)).as("no more than it needs to know").isEqualTo(3);
        assertThat(died(ALERT, 10_000)).as("a clock that was set back").isEqualTo(1);
        assertThat(died(DeadLetterAlert.of(0, Duration.ofMinutes(1)).build(), 500_000))
                .as("any letter")
                .isEqualTo(1);
    }
}
