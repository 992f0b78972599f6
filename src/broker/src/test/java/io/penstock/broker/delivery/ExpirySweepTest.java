package io.penstock.broker.delivery;

import io.penstock.Message;
import io.penstock.broker.destination.TestDestinations;
import io.penstock.broker.feed.ScheduledBound;
import org.junit.jupiter.api.Test;

import java.time.Instant;

import static org.assertj.core.api.Assertions.assertThat;

/** Messages that end by their time: how many of their times are remembered. */
class ExpirySweepTest {

    /** For 400 times, of which one partition has at most half. */
    private static final int HEAP_BYTES = 2 * 16 * 400;

    private static final int MESSAGES = 1_000;
    private static final long LIFE_MILLIS = 60_000;

    private final SubscriptionParts parts = new SubscriptionParts();
    private final ScheduledBound bound = new ScheduledBound(HEAP_BYTES);
    private final ExpirySweep sweep =
            new ExpirySweep(parts.subscription, parts.loop, parts.consumers, parts.feeds, parts.handOut, bound);

    private void sendAndStart() {
        for (int i = 0; i < MESSAGES; i++) {
            parts.records.send(Message.to("q").expiresAt(Instant.ofEpochMilli(parts.loop.now + LIFE_MILLIS)), 0);
        }
        TestDestinations.expire(parts.records.destination);
        sweep.open(0);
        sweep.wake();
    }

    /** A step of the sweep, and the decisions that it makes are written. */
    private void step() {
        parts.loop.advance(ExpirySweep.STEP_MILLIS);
        parts.settler.flush();
        while (!parts.loop.undecided.isEmpty()) {
            parts.loop.write();
        }
    }

    @Test
    void shouldRememberNoMoreTimesThanTheHeapOfTheBrokerHasRoomFor() {
        sendAndStart();

        for (int i = 0; i < 10; i++) {
            step();
        }

        assertThat(bound.known()).isEqualTo(200);
    }

    @Test
    void shouldEndAllOfThemAllTheSame() {
        sendAndStart();
        parts.loop.advance(LIFE_MILLIS);

        for (int i = 0; i < 2 * MESSAGES / 200; i++) {
            step();
        }

        assertThat(parts.feeds.feed(0).waiting()).isZero();
        assertThat(bound.known()).isZero();
    }

    @Test
    void shouldGiveBackWhatItRemembersWhenTheSubscriptionIsGone() {
        sendAndStart();
        step();
        assertThat(bound.known()).isPositive();

        sweep.restart();
        assertThat(bound.known()).isZero();
        sweep.wake();
        step();
        assertThat(bound.known()).isPositive();
        sweep.end();

        assertThat(bound.known()).isZero();
    }
}
