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
            assertThat(prefetch.next(SLOW, 1)).isEqualTo(1);
        }
    }

    @Test
    void shouldTakeInAdvanceUpToTheLimitForAFastHandler() {
        var prefetch = new Prefetch(256);
        int held = prefetch.first();
        int most = held;
        for (int run = 0; run < 1_000; run++) {
            held += prefetch.next(FAST, 1) - 1;
            most = Math.max(most, held);
        }
        assertThat(most).isEqualTo(256);
    }

    @Test
    void shouldAskForManyAtOnceOfAFastHandler() {
        var prefetch = new Prefetch(256);
        heldAfter(prefetch, 1_000, FAST, prefetch.first());

        int requests = 0;
        for (int run = 0; run < 1_280; run++) {
            requests += prefetch.next(FAST, 1) > 0 ? 1 : 0;
        }

        assertThat(requests).isEqualTo(10);
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

    @Test
    void shouldAskForWholeBatches() {
        var prefetch = new Prefetch(256, 100);
        assertThat(prefetch.first()).isEqualTo(100);
        assertThat(prefetch.next(SLOW, 40)).isEqualTo(40);
        assertThat(heldAfter(prefetch, 100, FAST, 100)).isEqualTo(200);
    }

    @Test
    void shouldAskAgainAfterAPauseForWhatWasTakenBack() {
        var prefetch = new Prefetch(1);
        prefetch.first();
        prefetch.pause();
        assertThat(prefetch.resume()).isEqualTo(1);
        prefetch.received(1);
        prefetch.pause();
        assertThat(prefetch.resume()).as("one is still held").isZero();
        assertThat(prefetch.next(SLOW, 1)).isEqualTo(1);
    }

    private static int heldAfter(Prefetch prefetch, int runs, long nanos, int heldBefore) {
        int held = heldBefore;
        for (int run = 0; run < runs; run++) {
            held += prefetch.next(nanos, 1) - 1;
        }
        return held;
    }
}
