package io.penstock.conformance;

import io.penstock.Capability;
import io.penstock.ConsumerOptions;
import io.penstock.DeadLetterPolicy;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.RetryPolicy;
import io.penstock.Subscription;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Tests destinations that end with their owner, or with the broker. */
public abstract class TemporaryDestinationsConformance extends BrokerConformance {

    @Override
    protected Set<Capability> needed() {
        return Set.of(Capability.TEMPORARY_DESTINATIONS);
    }

    @Test
    void shouldCarryAReplyBack() {
        broker.declare(Destination.queue("questions").build());
        try (var replies = broker.temporary(DestinationKind.QUEUE)) {
            String name = replies.destination().name();
            broker.send(Message.to("questions")
                    .body("why?")
                    .header("reply-to", name)
                    .build());

            var question = consumeQueue("questions").next();
            String to = question.message().headers().get("reply-to");
            send(to, "because");

            var reply = consumeQueue(name).next();
            assertThat(reply.message().bodyText()).isEqualTo("because");
            assertThat(reply.message().destination()).isEqualTo(name);
            done(reply.acceptAsync());
        }
    }

    @Test
    void shouldKeepAQueueAndWhatIsInItWithoutConsumers() {
        try (var queue = broker.temporary(DestinationKind.QUEUE)) {
            String name = queue.destination().name();
            var first = consumeQueue(name);
            send(name, "a", "b");
            done(first.next().acceptAsync());
            first.close();
            send(name, "c");

            var second = consumeQueue(name);

            assertThat(second.next().message().bodyText()).isEqualTo("b");
            assertThat(second.next().message().bodyText()).isEqualTo("c");
        }
    }

    @Test
    void shouldPublishToASubscriptionThatIsNotDurable() {
        try (var topic = broker.temporary(DestinationKind.TOPIC)) {
            String name = topic.destination().name();
            broker.declare(Subscription.ofTopic(name, "one").durable(false).build());
            var inbox = consume(ConsumerOptions.ofTopic(name, "one", "c")
                    .lease(Duration.ZERO)
                    .build());

            send(name, "news");

            assertThat(inbox.next().message().bodyText()).isEqualTo("news");
        }
    }

    @Test
    void shouldEndWithItsHandle() {
        var queue = broker.temporary(DestinationKind.QUEUE);
        String name = queue.destination().name();
        send(name, "a");
        var delivery = consumeQueue(name).next();

        queue.close();
        queue.close();

        assertThat(broker.destination(name)).isEmpty();
        assertThatThrownBy(() -> send(name, "b")).isInstanceOf(PenstockException.UnknownDestination.class);
        assertThatThrownBy(delivery::accept).isInstanceOf(PenstockException.LeaseLost.class);
    }

    @Test
    void shouldNotOutliveTheBroker() {
        String name = broker.temporary(DestinationKind.QUEUE).destination().name();
        broker.send(Message.to(name).body("a").durability(Durability.SYNC).build());

        reopen();

        assertThat(broker.destination(name)).isEmpty();
        assertThat(broker.destinations()).isEmpty();
        broker.declare(Destination.queue("orders").build());
        assertThat(broker.send(Message.to("orders").body("b").build()).offset()).isZero();
        try (var next = broker.temporary(DestinationKind.QUEUE)) {
            assertThat(next.destination().name()).isNotEqualTo(name);
            consumeQueue(next.destination().name()).expectNothing();
        }
    }

    @Test
    void shouldGiveNothingToTheNextOwner() {
        for (int i = 0; i < 200; i++) {
            try (var queue = broker.temporary(DestinationKind.QUEUE)) {
                String name = queue.destination().name();
                send(name, "mine " + i, "never taken " + i);

                assertThat(consumeQueue(name).next().message().bodyText()).isEqualTo("mine " + i);
            }
        }
    }

    @Test
    void shouldBeLeftOutOfTheListButFoundByName() {
        try (var queue = broker.temporary(DestinationKind.QUEUE)) {
            assertThat(broker.destinations()).isEmpty();
            assertThat(broker.destination(queue.destination().name())).contains(queue.destination());
            assertThat(queue.destination().isTemporary()).isTrue();
            assertThat(broker.statistics(queue.destination().name()).sent()).isZero();
        }
    }

    @Test
    void shouldSendToItInATransactionAndTogether() {
        try (var queue = broker.temporary(DestinationKind.QUEUE)) {
            String name = queue.destination().name();
            var transaction = broker.begin();
            transaction.send(Message.to(name).body("a").build());
            done(transaction.commitAsync());
            done(broker.sendAllAsync(List.of(
                    Message.to(name).body("b").build(),
                    Message.to(name).body("c").build())));

            var inbox = consumeQueue(name);

            assertThat(inbox.next(3))
                    .extracting(each -> each.message().bodyText())
                    .containsExactly("a", "b", "c");
        }
    }

    @Test
    void shouldThrowAwayWhatFailsForGood() {
        try (var queue = broker.temporary(DestinationKind.QUEUE)) {
            String name = queue.destination().name();
            broker.declare(Subscription.ofQueue(name)
                    .durable(false)
                    .retry(RetryPolicy.NONE)
                    .build());
            send(name, "a");

            done(consumeQueue(name).next().failAsync(new IllegalStateException("no")));

            assertThat(broker.destinations()).isEmpty();
            assertThat(broker.statistics(name).subscriptions().get(0).discarded())
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseWhatWouldOutliveIt() {
        try (var topic = broker.temporary(DestinationKind.TOPIC)) {
            String name = topic.destination().name();
            broker.declare(Destination.queue("orders").build());

            assertThatThrownBy(
                            () -> broker.declare(Subscription.ofTopic(name, "s").build()))
                    .isInstanceOf(PenstockException.InvalidConfiguration.class)
                    .hasMessageContaining("temporary");
            assertThatThrownBy(() -> broker.declare(Destination.topic(name).build()))
                    .isInstanceOf(PenstockException.InvalidConfiguration.class);
            assertThatThrownBy(() -> broker.alter(topic.destination()
                            .copy()
                            .deduplication(Duration.ofMinutes(1))
                            .build()))
                    .isInstanceOf(PenstockException.Conflict.class);
            assertThatThrownBy(() -> broker.operations().delete(name, true, "ada"))
                    .isInstanceOf(PenstockException.Conflict.class);
            assertThatThrownBy(() -> broker.declare(Subscription.ofQueue("orders")
                            .deadLetter(DeadLetterPolicy.to(name).build())
                            .build()))
                    .isInstanceOf(PenstockException.InvalidConfiguration.class);
        }
    }
}
