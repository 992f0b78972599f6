package io.penstock.broker.delivery;

import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Limits;
import io.penstock.Overflow;
import io.penstock.Subscription;
import io.penstock.broker.entry.RecordPosition;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** What a loop does about offsets without a record, of which it is told later than others can see them. */
class OffsetsWithoutRecordTest {

    private final EngineHarness harness = new EngineHarness(
            Destination.queue("q")
                    .limits(Limits.ofMessages(1)
                            .overflow(Overflow.DISCARD_OLDEST)
                            .build())
                    .build(),
            Subscription.ofQueue("q").build(),
            new Random(0));

    private final List<Delivery> handed = new ArrayList<>();

    private void consume() {
        var options = ConsumerOptions.ofQueue("q", "c").lease(Duration.ZERO).build();
        harness.consumer(options, handed::addAll).request(Long.MAX_VALUE);
        harness.settle();
    }

    private long waiting() {
        return harness.engine.report().statistics().waiting();
    }

    @Test
    void shouldCountNoneBeforeItIsTold() {
        harness.send(0, "a", 0);
        harness.hole(0, 3);

        assertThat(waiting()).isEqualTo(1);
        assertThat(harness.engine.waiting().messages()).isEqualTo(1);
        harness.turn();
        assertThat(waiting()).isEqualTo(1);
        assertThat(harness.engine.waiting().messages()).isEqualTo(1);
    }

    @Test
    void shouldCountAMessageOnceThatItTookForOneWithAHole() {
        harness.send(0, "a", 0);
        harness.hole(0, 2);
        // It settles all up to the end, and is told of the hole afterwards.
        var purge = harness.engine.purge();
        assertThat(purge.messages()).isEqualTo(1);
        harness.engine.apply(purge.settled());
        harness.turn();

        assertThat(waiting()).isZero();
        assertThat(harness.engine.waiting().messages()).isZero();
        harness.send(0, "b", 0);
        assertThat(harness.engine.waiting().messages()).isEqualTo(1);
    }

    @Test
    void shouldHandOutWhatLiesBehindOneAndSettleNothing() {
        consume();
        harness.beginTurn();
        harness.hole(0, 2);
        harness.send(0, "a", 0);
        harness.engine.lookAgain();
        harness.restOfTurn();
        harness.settle();

        assertThat(handed).extracting(Delivery::offset).containsExactly(2L);
        assertThat(harness.journal).isEmpty();
        assertThat(harness.engine.report().statistics().skipped()).isZero();
    }

    @Test
    void shouldThrowAwayAMessageInstead() {
        harness.send(0, "held", 0);
        consume();
        var taken = new ArrayList<RecordPosition>();

        harness.engine.waiting().shed(harness.destination.limits(), 0, 0, taken::addAll);
        harness.hole(0, 2);
        harness.send(0, "b", 0);
        harness.turn();

        assertThat(taken).containsExactly(new RecordPosition(0, 3));
    }
}
