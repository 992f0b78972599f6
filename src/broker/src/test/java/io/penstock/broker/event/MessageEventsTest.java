package io.penstock.broker.event;

import io.penstock.BrokerEvent;
import io.penstock.BrokerEvent.MessageDeadLettered;
import io.penstock.BrokerEvent.MessageRedriven;
import io.penstock.BrokerEvent.OperationEnded;
import io.penstock.DeadLetterPolicy;
import io.penstock.DeadLetterReason;
import io.penstock.DeadLetterRequest;
import io.penstock.Message;
import io.penstock.OperationKind;
import io.penstock.RedriveRequest;
import io.penstock.RetryPolicy;
import io.penstock.Subscription;
import io.penstock.broker.BrokerTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import static io.penstock.conformance.tool.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

/** Events of dead letters and of what is done by hand, as a listener of any broker gets them. */
class MessageEventsTest extends BrokerTest {

    private final List<BrokerEvent> events = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() {
        broker.events(event -> {
            throw new IllegalStateException("a listener that fails");
        });
        broker.events(events::add);
    }

    private <T extends BrokerEvent> List<T> awaitEvents(Class<T> type, int count) {
        await().atMost(PATIENCE)
                .until(() -> events.stream().filter(type::isInstance).count() >= count);
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private String send(Message message) {
        return broker.send(message).messageId();
    }

    @Test
    void shouldTellOfAMessageThatExpiresWithoutAConsumer() {
        queue(Subscription.ofQueue("orders"));
        var id = send(
                Message.to("orders").body("a").timeToLive(Duration.ofSeconds(5)).build());

        // The broker looks for expired messages a while after it has noticed one, by the clock of the test.
        await().atMost(PATIENCE).until(() -> {
            pass(Duration.ofSeconds(2));
            return !events.isEmpty();
        });
        var expired = awaitEvents(MessageDeadLettered.class, 1).get(0);
        assertThat(expired.messageId()).isEqualTo(id);
        assertThat(expired.reason()).isEqualTo(DeadLetterReason.EXPIRED);
        assertThat(expired.destination()).isEqualTo("orders");
        assertThat(expired.subscription()).isEqualTo("orders");
        assertThat(expired.offset()).isZero();
        assertThat(expired.description()).contains("It was of use until");
        assertThat(expired.deadLetterQueue()).isEqualTo("orders.dlq");
    }

    @Test
    void shouldTellOfAMessageThatWasHandedOutTooOften() {
        queue(Subscription.ofQueue("orders").maxDeliveries(1));
        var id = send(Message.to("orders").body("a").build());

        var inbox = consumeQueue("orders");
        done(inbox.next().releaseAsync(Duration.ZERO, false));

        var dead = awaitEvents(MessageDeadLettered.class, 1).get(0);
        assertThat(dead.messageId()).isEqualTo(id);
        assertThat(dead.reason()).isEqualTo(DeadLetterReason.MAX_DELIVERIES);
    }

    @Test
    void shouldTellWhyAConsumerGaveUp() {
        queue(Subscription.ofQueue("orders")
                .retry(RetryPolicy.builder().maxRetries(0).build()));
        var inbox = consumeQueue("orders");
        send("orders", "failed", "unreadable");
        done(inbox.next().failAsync(new IllegalStateException("no stock")));
        done(inbox.next().rejectAsync(DeadLetterReason.UNREADABLE, "x".repeat(10_000), null));

        var dead = awaitEvents(MessageDeadLettered.class, 2);
        assertThat(dead)
                .extracting(MessageDeadLettered::reason)
                .containsExactly(DeadLetterReason.RETRIES_EXHAUSTED, DeadLetterReason.UNREADABLE);
        assertThat(dead.get(1).description()).as("is bounded").hasSize(1_024);
    }

    @Test
    void shouldTellOfADeadMessageThatIsThrownAway() {
        queue(Subscription.ofQueue("orders").deadLetter(DeadLetterPolicy.DISCARD));
        var inbox = consumeQueue("orders");
        send("orders", "a");
        done(inbox.next().rejectAsync(DeadLetterReason.REJECTED, "no use", null));

        assertThat(awaitEvents(MessageDeadLettered.class, 1).get(0).deadLetterQueue())
                .isNull();
    }

    @Test
    void shouldTellOfEachDeadLetterThatIsPutBackAndOfTheOperation() {
        queue(Subscription.ofQueue("orders"));
        var inbox = consumeQueue("orders");
        var id = send(Message.to("orders").body("a").build());
        done(inbox.next().rejectAsync(DeadLetterReason.REJECTED, "no use", null));

        broker.redrive(RedriveRequest.all("orders.dlq").actor("ann").build());
        done(inbox.next().rejectAsync(DeadLetterReason.REJECTED, "no use again", null));
        broker.redrive(RedriveRequest.all("orders.dlq").actor("bob").build());

        var ended = awaitEvents(OperationEnded.class, 2);
        assertThat(ended).extracting(event -> event.operation().actor()).containsExactly("ann", "bob");
        assertThat(ended).allSatisfy(event -> {
            assertThat(event.operation().kind()).isEqualTo(OperationKind.REDRIVE);
            assertThat(event.operation().messages()).isEqualTo(1);
            assertThat(event.operation().finishedAt()).isPresent();
        });
        var redriven = awaitEvents(MessageRedriven.class, 2);
        assertThat(redriven).extracting(MessageRedriven::redrives).containsExactly(1, 2);
        assertThat(redriven).allSatisfy(event -> {
            assertThat(event.messageId()).isEqualTo(id);
            assertThat(event.destination()).isEqualTo("orders");
            assertThat(event.subscription()).isEqualTo("orders");
            assertThat(event.deadLetterQueue()).isEqualTo("orders.dlq");
        });
        assertThat(redriven.get(0).operation())
                .isEqualTo(ended.get(0).operation().id());
    }

    @Test
    void shouldTellOfWhatIsDiscardedPurgedAndDeletedByHand() {
        queue(Subscription.ofQueue("orders"));
        var inbox = consumeQueue("orders");
        send("orders", "a");
        done(inbox.next().rejectAsync(DeadLetterReason.REJECTED, "no use", null));
        inbox.close();
        send("orders", "b");

        broker.operations().discard(DeadLetterRequest.all("orders.dlq", "ann").build());
        awaitEvents(OperationEnded.class, 1);
        broker.operations().purge("orders", null, "ann");
        broker.operations().delete("orders", true, "ann");

        assertThat(awaitEvents(OperationEnded.class, 3))
                .extracting(event -> event.operation().kind())
                .containsExactly(OperationKind.DISCARD, OperationKind.PURGE, OperationKind.DELETE);
        assertThat(events).noneMatch(MessageRedriven.class::isInstance);
    }
}
