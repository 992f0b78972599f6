package io.penstock.server.sample.flashsale;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;

class RateLimitTest {

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void shouldLayOutWhatTheElapsedTimeAllows() {
        var limit = new RateLimit(5_000, nanos::get);

        assertThat(takenAfter(Duration.ofMillis(10), limit)).isEqualTo(50);
        assertThat(takenAfter(Duration.ofMillis(7), limit)).isEqualTo(35);
    }

    @Test
    void shouldLoseNothingToRounding() {
        var limit = new RateLimit(3, nanos::get);
        int taken = 0;

        for (int tick = 0; tick < 1_000; tick++) {
            taken += takenAfter(Duration.ofMillis(10), limit);
        }

        assertThat(taken).isEqualTo(30);
    }

    @Test
    void shouldNotLetAnybodySaveUp() {
        var limit = new RateLimit(5_000, nanos::get);

        assertThat(takenAfter(Duration.ofHours(1), limit)).isEqualTo(500);
        assertThat(takenAfter(Duration.ofMillis(10), limit)).isEqualTo(50);
    }

    private int takenAfter(Duration time, RateLimit limit) {
        nanos.addAndGet(time.toNanos());
        limit.layOut();
        int taken = 0;
        while (limit.tryAcquire()) {
            taken++;
        }
        return taken;
    }
}
