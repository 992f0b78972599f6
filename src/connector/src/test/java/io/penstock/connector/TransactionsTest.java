package io.penstock.connector;

import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Messages that are sent in transactions of the log, together with the acceptance of what they were made from. */
class TransactionsTest extends EmbeddedBrokerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ApplicationScoped
    static class Sending {
        @Inject
        @Channel("out")
        PenstockTransactions<String> out;

        PenstockTransactions<String> out() {
            return out;
        }
    }

    @Test
    void shouldSendAllOrNothing() {
        try (var application =
                ReactiveApplication.on(broker).outgoing("out", "key", "k").start(Sending.class)) {
            var out = application.get(Sending.class).out();

            assertThat(out.withTransaction(emitter -> {
                                emitter.send("a");
                                emitter.sendMessage(Message.of("b"));
                                return Uni.createFrom().item("done");
                            })
                            .await()
                            .atMost(PATIENCE))
                    .isEqualTo("done");
            assertThatThrownBy(() -> out.withTransaction(emitter -> {
                                emitter.send("c");
                                return Uni.createFrom().failure(new IllegalStateException("no"));
                            })
                            .await()
                            .atMost(PATIENCE))
                    .isInstanceOf(IllegalStateException.class);

            assertThat(waiting("out")).extracting(io.penstock.Message::bodyText).containsExactly("a", "b");
            assertThat(waiting("out")).extracting(io.penstock.Message::keyText).containsOnly("k");
        }
    }

    @Test
    void shouldNotAcceptWhatNoChannelGave() {
        try (var application = ReactiveApplication.on(broker).outgoing("out").start(Sending.class)) {
            var out = application.get(Sending.class).out();

            assertThatThrownBy(() -> out.withTransaction(
                            Message.of("x"), emitter -> Uni.createFrom().voidItem()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("cannot be accepted in a transaction");
        }
    }

    @ApplicationScoped
    static class Doubling {
        private final AtomicInteger runs = new AtomicInteger();

        @Inject
        @Channel("out")
        PenstockTransactions<String> out;

        /** Fails after it has sent, on every other run. */
        @Incoming("in")
        Uni<Void> doubled(Message<String> text) {
            return out.<Void>withTransaction(text, emitter -> {
                        emitter.send(text.getPayload() + 1);
                        emitter.send(text.getPayload() + 2);
                        return runs.getAndIncrement() % 2 == 0
                                ? Uni.createFrom().failure(new IllegalStateException("try again"))
                                : Uni.createFrom().voidItem();
                    })
                    .onItem()
                    .call(() -> Uni.createFrom().completionStage(text.ack()))
                    .onFailure()
                    .recoverWithUni(failure -> Uni.createFrom().completionStage(text.nack(failure)));
        }
    }

    @Test
    void shouldSendExactlyOnceWhatComesOfAMessageThatIsTriedAgain() {
        try (var application = ReactiveApplication.on(broker)
                .incoming("in", "retry.delay", "PT0S", "retry.jitter", "PT0S")
                .outgoing("out")
                .start(Doubling.class)) {
            send("in", "a", "b", "c");

            await().untilAsserted(() -> assertThat(queue("in").accepted()).isEqualTo(3));
            assertThat(waiting("out"))
                    .extracting(io.penstock.Message::bodyText)
                    .containsExactlyInAnyOrder("a1", "a2", "b1", "b2", "c1", "c2");
            assertThat(waiting("in.dlq")).isEmpty();
        }
    }

    @ApplicationScoped
    static class Joining {
        @Inject
        @Channel("out")
        PenstockTransactions<String> out;

        @Incoming("in")
        Uni<Void> joined(Message<List<String>> texts) {
            return out.<Void>withTransaction(texts, emitter -> {
                        emitter.send(String.join("+", texts.getPayload()));
                        return Uni.createFrom().voidItem();
                    })
                    .onItem()
                    .call(() -> Uni.createFrom().completionStage(texts.ack()));
        }
    }

    @Test
    void shouldAcceptAWholeBatchInTheTransaction() {
        broker.declare(io.penstock.Destination.queue("in").build());
        send("in", "a", "b", "c");
        try (var application = ReactiveApplication.on(broker)
                .incoming("in", "batch", "true")
                .outgoing("out")
                .start(Joining.class)) {
            await().untilAsserted(() -> assertThat(queue("in").accepted()).isEqualTo(3));
            assertThat(String.join(
                            "+",
                            waiting("out").stream()
                                    .map(io.penstock.Message::bodyText)
                                    .toList()))
                    .isEqualTo("a+b+c");
        }
    }
}
