package io.penstock.spi;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import static org.assertj.core.api.Assertions.assertThat;

class DrainingTest {

    private final AtomicLong nanos = new AtomicLong(-5);
    private final Draining draining = new Draining(Duration.ofSeconds(3), false, nanos::get);

    @Test
    void shouldLeaveToOneWhatAnotherHasNotUsed() {
        assertThat(draining.left()).isEqualTo(Duration.ofSeconds(3));
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(draining.left()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void shouldLeaveNothingWhenTheLimitIsOver() {
        nanos.addAndGet(Duration.ofSeconds(7).toNanos());
        assertThat(draining.left()).isZero();
        assertThat(draining.limit()).isEqualTo(Duration.ofSeconds(3));
    }
}
