package io.penstock.connector;

import io.penstock.DeadLetterRecord;
import io.penstock.connector.nack.PenstockNackMetadata;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import jakarta.enterprise.context.ApplicationScoped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Nacks that say themselves what becomes of the message. */
class NackMetadataTest extends EmbeddedBrokerTest {

    @ApplicationScoped
    static class Orders {

        @Incoming("in")
        CompletionStage<Void> take(Message<String> order) {
            return order.nack(
                    new IllegalArgumentException("article 5"),
                    Metadata.of(
                            PenstockNackMetadata.deadLetter("no such article").header("clerk", "7")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"retry", "ignore", "release", "fail"})
    void shouldMakeADeadLetterAsTheNackSaysWhateverTheChannelDoesWithOthers(String strategy) {
        try (var application = ReactiveApplication.on(broker)
                .incoming("in", "failure-strategy", strategy)
                .start(Orders.class)) {
            send("in", "a", "b");

            await().untilAsserted(() -> assertThat(waiting("in.dlq")).hasSize(2));
            var headers = waiting("in.dlq").get(0).headers();
            assertThat(headers.get(DeadLetterRecord.DESCRIPTION)).isEqualTo("no such article");
            assertThat(headers.get(DeadLetterRecord.REASON)).isEqualTo("REJECTED");
            assertThat(headers.get(DeadLetterRecord.EXCEPTION)).isEqualTo(IllegalArgumentException.class.getName());
            assertThat(headers.get("clerk")).isEqualTo("7");
        }
    }

    @Test
    void shouldMakeDeadLettersOfAWholeBatchAsTheNackSays() {
        try (var application = ReactiveApplication.on(broker)
                .incoming("lists", "batch", "true")
                .start(Lists.class)) {
            send("lists", "a", "b");

            await().untilAsserted(() -> assertThat(waiting("lists.dlq"))
                    .extracting(
                            message -> message.bodyText() + message.headers().get("clerk"))
                    .as("messages without a key have no order")
                    .containsExactlyInAnyOrder("a7", "b7"));
        }
    }

    @ApplicationScoped
    static class Lists {

        @Incoming("lists")
        CompletionStage<Void> take(Message<List<String>> orders) {
            return orders.nack(
                    new IllegalArgumentException(),
                    Metadata.of(PenstockNackMetadata.deadLetter("no").header("clerk", "7")));
        }
    }

    @ApplicationScoped
    static class Branches {

        @Incoming("in")
        CompletionStage<Void> accept(Message<String> order) {
            return order.ack();
        }

        @Incoming("in")
        CompletionStage<Void> refuse(Message<String> order) {
            return order.nack(
                    new IllegalArgumentException(),
                    Metadata.of(PenstockNackMetadata.deadLetter("no").header("clerk", "7")));
        }
    }

    @Test
    void shouldDoAsOneMethodOfABroadcastChannelSays() {
        try (var application = ReactiveApplication.on(broker)
                .incoming("in", "broadcast", "true")
                .start(Branches.class)) {
            send("in", "a");

            await().untilAsserted(() -> assertThat(waiting("in.dlq"))
                    .extracting(message -> message.headers().get("clerk"))
                    .containsExactly("7"));
        }
    }

    @ApplicationScoped
    static class Patient {
        private final List<Integer> attempts = new CopyOnWriteArrayList<>();

        @Incoming("in")
        CompletionStage<Void> take(Message<String> order) {
            int attempt = order.getMetadata(IncomingPenstockMetadata.class)
                    .orElseThrow()
                    .attempt();
            attempts.add(attempt);
            return attempt == 3
                    ? order.ack()
                    : order.nack(
                            new IllegalStateException("not yet"),
                            Metadata.of(PenstockNackMetadata.retryAfter(Duration.ZERO)));
        }

        List<Integer> attempts() {
            return attempts;
        }
    }

    @Test
    void shouldRetryAfterTheTimeThatTheNackSays() {
        try (var application = ReactiveApplication.on(broker)
                .incoming("in", "failure-strategy", "dead-letter", "retry.max-retries", "0")
                .start(Patient.class)) {
            send("in", "a");

            await().untilAsserted(() -> assertThat(queue("in").accepted()).isEqualTo(1));
            assertThat(application.get(Patient.class).attempts()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void shouldRefuseWhatCannotBe() {
        assertThatThrownBy(() -> PenstockNackMetadata.retryAfter(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("retryAfter = PT-1S: use PT0S to");
        assertThatThrownBy(() -> PenstockNackMetadata.retryAfter(Duration.ZERO).header("a", "b"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> PenstockNackMetadata.deadLetter("no").header("penstock-reason", "b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'penstock-'");
    }
}
