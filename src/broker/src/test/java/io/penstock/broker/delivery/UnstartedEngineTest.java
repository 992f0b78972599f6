package io.penstock.broker.delivery;

import io.penstock.Destination;
import io.penstock.Subscription;
import io.penstock.broker.destination.TestDestinations;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.loop.LoopWork;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThatCode;

/** A subscription of a destination that the log has and that was deleted later: recovery never starts it. */
class UnstartedEngineTest {

    @Test
    void shouldDoNothingWithATurnThatRecoveryHasAskedFor() {
        var destination = TestDestinations.of(
                Destination.queue("q").timeToLive(Duration.ofSeconds(1)).build());
        var engine = new SubscriptionEngine(
                1, destination, Subscription.ofQueue("q").build(), false, new long[1], null, new SteppedLoop() {
                    @Override
                    public void schedule(LoopWork work) {
                        // The test gives the turn.
                    }
                });
        engine.apply(new Entry.Paused(1, true));

        assertThatCode(() -> engine.turn(true)).doesNotThrowAnyException();
    }
}
