package io.penstock.conformance;

import io.penstock.Capability;
import io.penstock.ConsumerOptions;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.MessageProgress;
import io.penstock.MessageState;
import io.penstock.PenstockException;
import io.penstock.RetryPolicy;
import io.penstock.Subscription;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Set;

import static io.penstock.conformance.tool.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Tests what a broker tells of one message in each subscription. */
public abstract class MessageProgressConformance extends BrokerConformance {

    @Override
    protected Set<Capability> needed() {
        return Set.of(Capability.BROWSING);
    }

    private MessageProgress progress(String destination, long offset) {
        return broker.progress(destination, 0, offset).get(0);
    }

    @Test
    void shouldTellTheWayOfAMessageThroughAQueue() {
        queue(Subscription.ofQueue("orders")
                .retry(RetryPolicy.builder()
                        .maxRetries(1)
                        .delay(Duration.ofMinutes(1))
                        .build()));
        send("orders", "a");
        assertThat(progress("orders", 0).state()).isEqualTo(MessageState.WAITING);

        try (var inbox = consumeQueue("orders")) {
            var delivery = inbox.next();
            assertThat(progress("orders", 0)).satisfies(held -> {
                assertThat(held.state()).isEqualTo(MessageState.ACQUIRED);
                assertThat(held.deliveries()).isEqualTo(1);
                assertThat(held.attempts()).isZero();
                assertThat(held.consumer()).isEqualTo(delivery.consumer());
                assertThat(held.dueAt()).isEmpty();
            });
            done(delivery.failAsync(new IllegalStateException("x")));
            assertThat(progress("orders", 0)).satisfies(waiting -> {
                assertThat(waiting.state()).isEqualTo(MessageState.SCHEDULED);
                assertThat(waiting.attempts()).isEqualTo(1);
                assertThat(waiting.deliveries()).isEqualTo(1);
                assertThat(waiting.consumer()).isNull();
                assertThat(waiting.dueAt().orElseThrow()).isAfter(clock.instant());
            });
            pass(Duration.ofMinutes(2));
            done(inbox.next().failAsync(new IllegalStateException("x")));
            assertThat(progress("orders", 0).state()).isEqualTo(MessageState.SETTLED);
        }
        assertThat(progress("orders.dlq", 0).state()).isEqualTo(MessageState.WAITING);
        reopen();
        assertThat(progress("orders", 0).state()).isEqualTo(MessageState.SETTLED);
    }

    @Test
    void shouldTellOfEachSubscriptionOfATopic() {
        broker.declare(Destination.topic("prices").build());
        broker.declare(Subscription.ofTopic("prices", "all").build());
        broker.declare(Subscription.ofTopic("prices", "done").build());
        broker.declare(Subscription.ofTopic("prices", "euros")
                .filter("currency = 'EUR'")
                .build());
        broker.send(Message.to("prices").header("currency", "USD").body("1").build());
        try (var inbox = consume(ConsumerOptions.ofTopic("prices", "done", "c").build())) {
            done(inbox.next().acceptAsync());
        }

        assertThat(broker.progress("prices", 0, 0))
                .extracting(MessageProgress::subscription)
                .containsExactly("all", "done", "euros");
        assertThat(broker.progress("prices", 0, 0))
                .extracting(MessageProgress::state)
                .containsExactly(MessageState.WAITING, MessageState.SETTLED, MessageState.NOT_MEANT);
    }

    @Test
    void shouldTellThatAMessageIsDelayedOrParked() {
        needs(Capability.DELAYED_DELIVERY);
        queue(Subscription.ofQueue("orders"));
        var later = clock.instant().plusSeconds(3_600);
        broker.send(Message.to("orders").deliverAt(later).body("later").build());
        assertThat(progress("orders", 0)).satisfies(delayed -> {
            assertThat(delayed.state()).isEqualTo(MessageState.SCHEDULED);
            assertThat(delayed.dueAt()).contains(later);
            assertThat(delayed.deliveries()).isZero();
        });

        queue(Subscription.ofQueue("doomed")
                .retry(RetryPolicy.builder().maxRetries(0).build()));
        send("doomed", "a");
        try (var inbox = consumeQueue("doomed")) {
            done(inbox.next().failAsync(new IllegalStateException("x")));
        }
        try (var inbox = consumeQueue("doomed.dlq")) {
            inbox.next().fail(new IllegalStateException("again"));
            await().atMost(PATIENCE).until(() -> progress("doomed.dlq", 0).state() == MessageState.PARKED);
        }
    }

    @Test
    void shouldTellThatAPreparedTransactionHasAMessage() {
        needs(Capability.PREPARED_TRANSACTIONS);
        queue(Subscription.ofQueue("orders"));
        send("orders", "a");
        byte[] id = {7};
        try (var inbox = consumeQueue("orders")) {
            var transaction = broker.begin();
            transaction.accept(inbox.next());
            done(transaction.prepareAsync(id));
        }
        reopen();
        assertThat(progress("orders", 0).state()).isEqualTo(MessageState.PREPARED);

        broker.commitPrepared(id);

        assertThat(progress("orders", 0).state()).isEqualTo(MessageState.SETTLED);
    }

    @Test
    void shouldTellNothingOfAPlaceWithoutAMessage() {
        queue(Subscription.ofQueue("orders"));
        send("orders", "a");

        assertThat(broker.progress("orders", 0, 1)).isEmpty();
        assertThat(broker.progress("orders", 0, Long.MAX_VALUE)).isEmpty();
        assertThat(broker.progress("orders", 0, -1)).isEmpty();
        assertThatThrownBy(() -> broker.progress("orders", 9, 0))
                .isInstanceOf(PenstockException.InvalidConfiguration.class);
        assertThatThrownBy(() -> broker.progress("orders", -1, 0))
                .isInstanceOf(PenstockException.InvalidConfiguration.class);
        assertThatThrownBy(() -> broker.progress("nowhere", 0, 0))
                .isInstanceOf(PenstockException.UnknownDestination.class);
    }
}
