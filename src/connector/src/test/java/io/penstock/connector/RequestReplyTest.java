package io.penstock.connector;

import io.penstock.Message;
import io.penstock.connector.reply.PenstockReplyFailureHandler;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Requests through a channel, and replies that come to whoever waits for them. */
class RequestReplyTest extends EmbeddedBrokerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    record Order(String id, int amount) {}

    record Price(String order, int cents) {}

    @ApplicationScoped
    static class Asking {
        @Inject
        @Channel("ask")
        PenstockRequestReply<Order, Price> prices;

        PenstockRequestReply<Order, Price> prices() {
            return prices;
        }
    }

    @ApplicationScoped
    static class Answering {
        @Incoming("asked")
        @Outgoing("answers")
        Price price(Order order) {
            return new Price(order.id(), order.amount() * 100);
        }
    }

    private ReactiveApplication.Builder application(String... ask) {
        return ReactiveApplication.on(broker)
                .outgoing("ask", ask)
                .incoming("asked", "destination", "ask")
                .outgoing("answers", "reply", "true");
    }

    @Test
    void shouldGiveEachRequestItsOwnReply() {
        try (var application = application().start(Asking.class, Answering.class)) {
            var prices = application.get(Asking.class).prices();

            var answers = Uni.join()
                    .all(prices.request(new Order("a", 1)), prices.request(new Order("b", 2)))
                    .andFailFast()
                    .await()
                    .atMost(PATIENCE);

            assertThat(answers).containsExactly(new Price("a", 100), new Price("b", 200));
            assertThat(prices.pending()).isZero();
            assertThat(waiting("answers")).as("replies went to whoever asked").isEmpty();
        }
    }

    @Test
    void shouldTakeRepliesFromTheQueueThatTheChannelNames() {
        try (var application = application("reply.destination", "prices").start(Asking.class, Answering.class)) {
            assertThat(application
                            .get(Asking.class)
                            .prices()
                            .request(new Order("a", 1))
                            .await()
                            .atMost(PATIENCE))
                    .isEqualTo(new Price("a", 100));
            await().untilAsserted(() -> assertThat(queue("prices").accepted()).isEqualTo(1));
        }
    }

    @Test
    void shouldFailWhenNoReplyComesInTime() {
        try (var application = ReactiveApplication.on(broker)
                .outgoing("ask", "reply.timeout", "PT0.05S")
                .start(Asking.class)) {
            var prices = application.get(Asking.class).prices();

            assertThatThrownBy(() -> prices.request(new Order("a", 1)).await().atMost(PATIENCE))
                    .isInstanceOf(ReplyTimeoutException.class)
                    .hasMessageContaining("Channel 'ask': no reply to request")
                    .hasMessageContaining("within PT0.05S");
            assertThat(prices.pending()).isZero();
        }
    }

    @ApplicationScoped
    static class TwoAnswers {
        @Inject
        @Channel("answers")
        io.smallrye.reactive.messaging.MutinyEmitter<Price> answers;

        private final List<String> asked = new CopyOnWriteArrayList<>();

        @Incoming("asked")
        Uni<Void> price(org.eclipse.microprofile.reactive.messaging.Message<Order> order) {
            var from = order.getMetadata(IncomingPenstockMetadata.class).orElseThrow();
            asked.add(from.id());
            return answers.sendMessage(org.eclipse.microprofile.reactive.messaging.Message.of(
                                    new Price(order.getPayload().id(), 1))
                            .addMetadata(from))
                    .chain(() -> answers.sendMessage(org.eclipse.microprofile.reactive.messaging.Message.of(
                                    new Price(order.getPayload().id(), 2))
                            .addMetadata(from)))
                    .chain(() -> Uni.createFrom().completionStage(order.ack()));
        }
    }

    @Test
    void shouldGiveSeveralRepliesUntilNoneComesAnyMore() {
        try (var application = application("reply.timeout", "PT2S").start(Asking.class, TwoAnswers.class)) {
            assertThat(application
                            .get(Asking.class)
                            .prices()
                            .requestMulti(new Order("a", 1))
                            .collect()
                            .asList()
                            .await()
                            .atMost(PATIENCE))
                    .containsExactly(new Price("a", 1), new Price("a", 2));
        }
    }

    @ApplicationScoped
    static class Refusing {
        @Incoming("asked")
        @Outgoing("answers")
        org.eclipse.microprofile.reactive.messaging.Message<Price> price(
                org.eclipse.microprofile.reactive.messaging.Message<Order> order) {
            var id = order.getPayload().id();
            return order.withPayload(new Price(id, 1))
                    .addMetadata(OutgoingPenstockMetadata.builder()
                            .header("status", id.equals("unknown") ? "404" : "200")
                            .build());
        }
    }

    @ApplicationScoped
    @Identifier("by-status")
    static class ByStatus implements PenstockReplyFailureHandler {
        @Override
        public Throwable failureOf(Message reply) {
            return "404".equals(reply.headers().get("status")) ? new IOException("there is no such order") : null;
        }
    }

    @Test
    void shouldFailARequestWhoseReplyReportsAFailure() {
        try (var application =
                application("reply.failure-handler", "by-status").start(Asking.class, Refusing.class, ByStatus.class)) {
            var prices = application.get(Asking.class).prices();

            assertThat(prices.request(new Order("a", 1)).await().atMost(PATIENCE))
                    .isEqualTo(new Price("a", 1));
            assertThatThrownBy(() ->
                            prices.request(new Order("unknown", 1)).await().atMost(PATIENCE))
                    .hasRootCauseInstanceOf(IOException.class)
                    .hasRootCauseMessage("there is no such order");
            assertThat(prices.pending()).isZero();
        }
    }

    @Test
    void shouldNotStartWithTheNameOfAReplyFailureHandlerThatDoesNotExist() {
        var application = application("reply.failure-handler", "nobody");

        assertThatThrownBy(() -> application.start(Asking.class, Answering.class))
                .hasStackTraceContaining("Channel 'ask': attribute 'reply.failure-handler' is 'nobody': use the"
                        + " @Identifier of a PenstockReplyFailureHandler bean");
    }
}
