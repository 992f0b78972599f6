package io.penstock.broker.delivery;

import io.penstock.DeadLetterPolicy;
import io.penstock.PenstockException;
import io.penstock.RetryPolicy;
import io.penstock.Subscription;
import io.penstock.broker.entry.Entry;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/** How deliveries end, and what is journaled of it. */
class SettlerTest {

    private static final Duration DELAY = Duration.ofSeconds(5);

    private static SubscriptionParts parts(int deliveries, RetryPolicy retry) {
        var declared = Subscription.ofQueue("q").retry(retry).deadLetter(DeadLetterPolicy.DISCARD);
        var parts = new SubscriptionParts(declared.build());
        for (int i = 0; i < deliveries; i++) {
            parts.records.send("a");
        }
        parts.consumer(null, deliveries);
        parts.turn();
        return parts;
    }

    @Test
    void shouldJournalTogetherWhatWasAcceptedInOneTurn() {
        var parts = parts(3, RetryPolicy.DEFAULT);
        var first = parts.delivery(0).acceptAsync().toCompletableFuture();
        var second = parts.delivery(1).acceptAsync().toCompletableFuture();
        assertThat(parts.loop.undecided).isEmpty();

        parts.settler.flush();
        assertThat(parts.loop.undecided).hasSize(1);
        assertThat(first).isNotDone();
        var decision = parts.loop.write();

        assertThat(decision.forced()).isTrue();
        var settled = (Entry.Settled) decision.entries().get(0);
        assertThat(settled.partitions()[0].bounds()).containsExactly(0, 2);
        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
        assertThat(parts.counters.accepted).isEqualTo(2);
        assertThat(parts.consumers.acquired).isEqualTo(1);
    }

    @Test
    void shouldSettleADeliveryOnce() {
        var parts = parts(1, RetryPolicy.DEFAULT);
        parts.delivery(0).acceptAsync();

        var again = parts.delivery(0).acceptAsync().toCompletableFuture();

        assertThat(again)
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(PenstockException.LeaseLost.class);
    }

    @Test
    void shouldGiveBackAFailedDeliveryWhenItsTimeHasCome() {
        var parts = parts(1, RetryPolicy.builder().delay(DELAY).build());
        parts.delivery(0).failAsync(new IllegalStateException("no"));

        var tried = (Entry.Tried) parts.loop.write().entries().get(0);

        assertThat(tried.attempts().failed()).isEqualTo(1);
        assertThat(tried.attempts().dueAtMillis()).isGreaterThan(parts.loop.now);
        assertThat(parts.counters.retried).isEqualTo(1);
        assertThat(parts.feeds.feed(0).next(parts.loop.now).isRecord()).isFalse();
        assertThat(parts.feeds.feed(0).next(tried.attempts().dueAtMillis()).isRecord())
                .isTrue();
    }

    @Test
    void shouldDiscardWhatHasFailedTooOftenIfThePolicySaysSo() {
        var parts = parts(1, RetryPolicy.NONE);
        var failed =
                parts.delivery(0).failAsync(new IllegalStateException("no")).toCompletableFuture();

        var decision = parts.loop.write();

        assertThat(decision.entries()).singleElement().isInstanceOf(Entry.Settled.class);
        assertThat(decision.letters()).isEmpty();
        assertThat(parts.counters.discarded).isEqualTo(1);
        assertThat(failed).isCompleted();
    }

    @Test
    void shouldTakeADeliveryBackWhenItsLeaseHasEnded() {
        var parts = parts(1, RetryPolicy.DEFAULT);
        var delivery = parts.delivery(0);
        long lease = delivery.leaseEndMillis - parts.loop.now;

        parts.loop.advance(lease);

        assertThat(parts.consumers.acquired).isZero();
        assertThat(delivery.acceptAsync().toCompletableFuture()).isCompletedExceptionally();
        assertThat(parts.feeds.feed(0).next(parts.loop.now).before().deliveries())
                .as("it counts as a delivery")
                .isEqualTo(1);
    }

    @Test
    void shouldRefuseWhoWaitsWhenTheLoopEnds() {
        var parts = parts(1, RetryPolicy.DEFAULT);
        var accepted = parts.delivery(0).acceptAsync().toCompletableFuture();

        parts.settler.abandon(new PenstockException.Unavailable("closed"));

        assertThat(accepted).isCompletedExceptionally();
    }
}
