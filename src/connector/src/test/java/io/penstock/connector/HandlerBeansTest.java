package io.penstock.connector;

import io.penstock.DeadLetterReason;
import io.penstock.Delivery;
import io.penstock.Message;
import io.smallrye.common.annotation.Identifier;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import jakarta.enterprise.context.ApplicationScoped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Beans of the application that settle messages, or say what an unreadable one is, for channels that name them. */
class HandlerBeansTest extends EmbeddedBrokerTest {

    record Order(String id, int amount) {}

    @ApplicationScoped
    static class Orders {
        private final List<Order> seen = new CopyOnWriteArrayList<>();

        @Incoming("in")
        void take(Order order) {
            seen.add(order);
            if (order != null && order.amount() < 0) {
                throw new IllegalStateException("negative");
            }
        }

        List<Order> seen() {
            return seen;
        }
    }

    @ApplicationScoped
    @Identifier("to-the-clerk")
    static class ToTheClerk implements PenstockFailureHandler.Factory {
        @Override
        public PenstockFailureHandler create(String channel) {
            return (delivery, reason) -> delivery.rejectAsync(
                    DeadLetterReason.REJECTED, "channel " + channel + " asks the clerk: " + reason.getMessage(), null);
        }
    }

    @Test
    void shouldLeaveWhatIsNackedToTheFailureHandlerThatTheChannelNames() {
        try (var application = ReactiveApplication.on(broker)
                .incoming("in", "failure-strategy", "to-the-clerk")
                .start(Orders.class, ToTheClerk.class)) {
            send("in", "{\"id\":\"a\",\"amount\":-1}", "{\"id\":\"b\",\"amount\":1}", "no order");

            await().untilAsserted(() -> assertThat(waiting("in.dlq"))
                    .extracting(Message::bodyText)
                    .as("messages without a key have no order")
                    .containsExactlyInAnyOrder("{\"id\":\"a\",\"amount\":-1}", "no order"));
            await().untilAsserted(() -> assertThat(queue("in").accepted()).isEqualTo(1));
        }
    }

    @ApplicationScoped
    @Identifier("once-more")
    static class OnceMore implements PenstockAcknowledgementHandler.Factory {
        private final List<String> acked = new CopyOnWriteArrayList<>();

        @Override
        public PenstockAcknowledgementHandler create(String channel) {
            return delivery -> settle(channel, delivery);
        }

        private CompletionStage<Void> settle(String channel, Delivery delivery) {
            acked.add(channel + " " + delivery.deliveries());
            return delivery.deliveries() == 1 ? delivery.releaseAsync(Duration.ZERO, false) : delivery.acceptAsync();
        }

        List<String> acked() {
            return acked;
        }
    }

    @Test
    void shouldLeaveWhatIsAckedToTheHandlerThatTheChannelNames() {
        try (var application = ReactiveApplication.on(broker)
                .incoming("in", "acknowledgement-handler", "once-more")
                .start(Orders.class, OnceMore.class)) {
            send("in", "{\"id\":\"a\",\"amount\":1}");

            await().untilAsserted(() -> assertThat(queue("in").accepted()).isEqualTo(1));
            assertThat(application.get(OnceMore.class).acked()).containsExactly("in 1", "in 2");
            assertThat(application.get(Orders.class).seen()).hasSize(2);
        }
    }

    @ApplicationScoped
    @Identifier("of-nothing")
    static class OfNothing implements DeserializationFailureHandler {
        @Override
        public Object handle(Message message, Type type, UnreadablePayloadException failure) {
            if (message.bodyText().isEmpty()) {
                throw new IllegalArgumentException("not even text");
            }
            return new Order(message.bodyText(), 0);
        }
    }

    @Test
    void shouldGiveTheMethodWhatTheHandlerMakesOfAnUnreadableMessage() {
        try (var application = ReactiveApplication.on(broker)
                .incoming("in", "deserialization-failure-handler", "of-nothing")
                .start(Orders.class, OfNothing.class)) {
            send("in", "no order", "");

            await().untilAsserted(() ->
                    assertThat(application.get(Orders.class).seen()).containsExactly(new Order("no order", 0)));
            await().untilAsserted(() -> assertThat(waiting("in.dlq")).hasSize(1));
        }
    }

    @Test
    void shouldGiveTheMethodNullIfThatIsNoFailure() {
        try (var application = ReactiveApplication.on(broker)
                .incoming("in", "fail-on-deserialization-failure", "false")
                .start(Orders.class)) {
            send("in", "no order", "{\"id\":\"b\",\"amount\":1}");

            await().untilAsserted(() ->
                    assertThat(application.get(Orders.class).seen()).containsExactly(null, new Order("b", 1)));
            await().untilAsserted(() -> assertThat(queue("in").accepted()).isEqualTo(2));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "failure-strategy, PenstockFailureHandler.Factory bean",
        "acknowledgement-handler, PenstockAcknowledgementHandler.Factory bean",
        "deserialization-failure-handler, DeserializationFailureHandler bean",
    })
    void shouldNotStartWithTheNameOfABeanThatDoesNotExist(String attribute, String bean) {
        var application = ReactiveApplication.on(broker).incoming("in", attribute, "nobody");

        assertThatThrownBy(() -> application.start(Orders.class))
                .hasStackTraceContaining("Channel 'in': attribute '" + attribute + "' is 'nobody': use ")
                .hasStackTraceContaining(bean);
    }
}
