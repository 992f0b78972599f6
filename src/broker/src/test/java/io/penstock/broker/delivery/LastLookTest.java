package io.penstock.broker.delivery;

import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.DeliveryHandler;
import io.penstock.Message;
import io.penstock.Subscription;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;

/** What a consumer is handed before it takes nothing more. */
class LastLookTest {

    private final EngineHarness harness =
            new EngineHarness(1, Subscription.ofQueue("q").build(), new Random(1));
    private final List<Delivery> handed = new ArrayList<>();

    private Member member(String filter, DeliveryHandler handler) {
        var options = ConsumerOptions.ofQueue("q", "c")
                .lease(Duration.ZERO)
                .filter(filter)
                .build();
        var member = harness.engine.member(options, handler, null);
        harness.engine.join(member);
        return member;
    }

    private CompletableFuture<Boolean> lastLook(Member member) {
        return harness.engine.lookLast(member, member::pause).toCompletableFuture();
    }

    private void journal() {
        harness.journal(Integer.MAX_VALUE, true);
    }

    @Test
    void shouldEndWithTheTurnInWhichNothingIsFound() {
        var member = member(null, handed::addAll);
        member.request(1);

        var look = lastLook(member);
        harness.turn();

        assertThat(look).isCompletedWithValue(true);
        harness.send(0, Message.to("q"), 0);
        harness.settle();
        assertThat(handed).as("it takes nothing more").isEmpty();
    }

    @Test
    void shouldWaitForARedeliveryThatIsJournaledFirst() {
        var member = member(null, handed::addAll);
        harness.send(0, Message.to("q"), 0);
        member.request(1);
        harness.settle();
        handed.remove(0).releaseAsync(Duration.ZERO, false);
        harness.settle();

        member.request(2);
        var look = lastLook(member);
        harness.turn();
        assertThat(handed).as("its marker is on its way").isEmpty();
        assertThat(look).isNotDone();
        journal();
        harness.turn();

        assertThat(handed).extracting(Delivery::deliveries).containsExactly(2);
        assertThat(look).isDone();
        harness.send(0, Message.to("q"), 0);
        harness.settle();
        assertThat(handed).as("it takes nothing more").hasSize(1);
    }

    @Test
    void shouldGoOnUntilEverythingWasLookedAt() {
        for (int i = 0; i < 3 * HandOut.MAX_PER_TURN; i++) {
            harness.send(0, Message.to("q").header("color", "red"), 0);
        }
        long last = harness.send(0, Message.to("q").header("color", "blue"), 0);
        var member = member("color = 'blue'", handed::addAll);
        member.request(1);

        var look = lastLook(member);
        harness.turn();
        assertThat(look).isNotDone();
        harness.settle();

        assertThat(look).isDone();
        assertThat(handed).extracting(Delivery::offset).containsExactly(last);
    }

    @Test
    void shouldEndThoughAnotherConsumerGivesBackAllThatItGets() {
        member(null, deliveries -> deliveries.forEach(each -> each.releaseAsync(Duration.ZERO, false)))
                .request(Long.MAX_VALUE);
        harness.send(0, Message.to("q"), 0);
        var member = member("color = 'blue'", handed::addAll);
        member.request(1);

        var look = lastLook(member);
        int turns = 0;
        while (!look.isDone()) {
            assertThat(turns++).isLessThan(10_000);
            harness.turn();
            journal();
        }

        assertThat(handed).isEmpty();
    }

    @Test
    void shouldEndWhenTheConsumerLeaves() {
        var member = member(null, handed::addAll);
        harness.send(0, Message.to("q"), 0);
        member.request(1);
        harness.settle();
        handed.remove(0).releaseAsync(Duration.ZERO, false);
        harness.settle();
        member.request(1);
        var look = lastLook(member);
        harness.turn();

        harness.engine.leave(member);
        harness.turn();

        assertThat(look).isDone();
    }

    @Test
    void shouldEndWhenTheSubscriptionFails() {
        var member = member(null, handed::addAll);
        member.request(1);
        var look = lastLook(member);
        harness.beginTurn();

        harness.engine.failed(new IllegalStateException("a fault"));

        assertThat(look).isDone();
    }
}
