package io.penstock.broker.delivery;

import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.PenstockException;
import io.penstock.Subscription;
import io.penstock.broker.subscription.Seek;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

/** What becomes of a seek that waits for what is on its way to the journal when the subscription fails. */
class StandstillTest {

    private final EngineHarness harness =
            new EngineHarness(1, Subscription.ofQueue("q").build(), new Random(1));
    private final List<Delivery> handed = new ArrayList<>();

    private CompletableFuture<Void> accepted;
    private Seek.Alone seek;

    @BeforeEach
    void seekWhileAnAcceptanceIsOnItsWay() {
        harness.send(0, "a", 0);
        harness.send(0, "b", 0);
        harness.consumer(ConsumerOptions.ofQueue("q", "c").build(), handed::addAll)
                .request(10);
        harness.settle();
        accepted = handed.get(0).acceptAsync().toCompletableFuture();
        harness.turn();
        seek = new Seek.Alone(harness.engine, new long[] {2});
        harness.submit(seek);
        harness.turn();
        assertThat(seek).isNotDone();
        assertThat(harness.engine.isStandingStill()).isTrue();
    }

    /** As the writer does if one decision cannot be written, while others can. */
    private void failTheAcceptance() {
        harness.undecided.remove().outcome().failed(new PenstockException.Unavailable("a defect"));
        harness.turn();
    }

    @Test
    void shouldMoveWhenWhatIsOnItsWayHasArrived() {
        harness.settle();

        assertThat(accepted).isCompleted();
        assertThat(seek).isCompleted();
        assertThat(harness.engine.isStandingStill()).isFalse();
    }

    @Test
    void shouldRefuseTheSeekWhenTheSubscriptionFailsMeanwhile() {
        failTheAcceptance();

        assertThat(seek)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(PenstockException.Unavailable.class)
                .withMessageContaining("Not done, because")
                .withMessageContaining("a defect");
        assertThat(harness.engine.isStandingStill()).isFalse();
        assertThat(harness.postponed()).isEmpty();
    }

    @Test
    void shouldGoOnWhereItWasOnceItIsMended() {
        failTheAcceptance();
        handed.clear();

        harness.engine.mend();
        harness.settle();

        assertThat(accepted).isCompletedExceptionally();
        assertThat(handed).extracting(Delivery::offset).containsExactly(0L, 1L);
    }

    @Test
    void shouldMoveByAnotherSeekAfterwards() {
        failTheAcceptance();
        handed.clear();
        var again = new Seek.Alone(harness.engine, new long[] {1});

        harness.submit(again);
        harness.settle();

        assertThat(again).isCompleted();
        assertThat(handed).extracting(Delivery::offset).containsExactly(1L);
    }
}
