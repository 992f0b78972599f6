package io.penstock.quarkus.listener;

import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class PrefetchTest {

    private static final long FAST = Duration.ofNanos(10_000).toNanos();
    private static final long SLOW = Duration.ofSeconds(1).toNanos();

    @Test
    void shouldHoldOneMessageBeforeAnythingIsKnown() {
        assertThat(new Prefetch(256).first()).isEqualTo(1);
    }

    @Test
    void shouldHoldOneMessageBehindASlowHandler() {
        var prefetch = new Prefetch(256);
        prefetch.first();
        for (int run = 0; run < 10; run++) {
            assertThat(prefetch.next(SLOW)).isEqualTo(1);
        }
    }

    @Test
    void shouldTakeInAdvanceUpToTheLimitForAFastHandler() {
        var prefetch = new Prefetch(256);
        assertThat(heldAfter(prefetch, 100, FAST, prefetch.first())).isEqualTo(256);
    }

    @Test
    void shouldNeverTakeInAdvanceWithALimitOfOne() {
        var prefetch = new Prefetch(1);
        assertThat(heldAfter(prefetch, 100, FAST, prefetch.first())).isEqualTo(1);
    }

    @Test
    void shouldGiveUpItsAdvanceWhenTheHandlerBecomesSlow() {
        var prefetch = new Prefetch(256);
        int held = heldAfter(prefetch, 100, FAST, prefetch.first());
        assertThat(heldAfter(prefetch, 300, SLOW, held)).isEqualTo(1);
    }

    private static int heldAfter(Prefetch prefetch, int runs, long nanos, int heldBefore) {
        int held = heldBefore;
        for (int run = 0; run < runs; run++) {
            held += prefetch.next(nanos) - 1;
        }
        return held;
    }
}
