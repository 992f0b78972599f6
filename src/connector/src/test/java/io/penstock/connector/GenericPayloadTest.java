package io.penstock.connector;

import io.penstock.DeadLetterReason;
import io.penstock.DeadLetterRecord;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.vertx.core.json.JsonObject;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Payloads of generic types, as Reactive Messaging tells them: whole for messages and injected channels. */
class GenericPayloadTest extends EmbeddedBrokerTest {

    record Order(String id, int amount) {}

    record Page<T>(int number, List<T> items) {}

    @ApplicationScoped
    static class Orders {
        private final List<Object> seen = new CopyOnWriteArrayList<>();

        @Inject
        @Channel("pages")
        Multi<Page<Order>> pages;

        @Incoming("lists")
        void list(List<Order> orders) {
            seen.add(orders.get(1).amount());
        }

        @Incoming("maps")
        CompletionStage<Void> map(Message<Map<String, Order>> orders) {
            seen.add(orders.getPayload().get("first").id());
            return orders.ack();
        }

        @Incoming("objects")
        void object(JsonObject order) {
            seen.add(order.getString("id"));
        }

        List<Object> seen() {
            return seen;
        }

        AssertSubscriber<Page<Order>> subscribe() {
            return pages.subscribe().withSubscriber(AssertSubscriber.create(10));
        }
    }

    @Test
    void shouldReadTheElementsOfGenericTypes() {
        try (var application = ReactiveApplication.on(broker)
                .incoming("lists")
                .incoming("maps")
                .incoming("objects")
                .incoming("pages")
                .start(Orders.class)) {
            var pages = application.get(Orders.class).subscribe();

            send("lists", "[{\"id\":\"a\",\"amount\":1},{\"id\":\"b\",\"amount\":2}]");
            send("maps", "{\"first\":{\"id\":\"c\",\"amount\":3}}");
            send("objects", "{\"id\":\"d\"}");
            send("pages", "{\"number\":7,\"items\":[{\"id\":\"e\",\"amount\":5}]}");

            await().untilAsserted(() ->
                    assertThat(application.get(Orders.class).seen()).containsExactlyInAnyOrder(2, "c", "d"));
            assertThat(pages.awaitItems(1).getItems()).containsExactly(new Page<>(7, List.of(new Order("e", 5))));
        }
    }

    @Test
    void shouldMakeADeadLetterOfWhatIsNoSuchList() {
        try (var application = ReactiveApplication.on(broker)
                .incoming("lists")
                .incoming("maps")
                .incoming("objects")
                .incoming("pages")
                .start(Orders.class)) {
            send("lists", "{\"id\":\"a\"}", "[{\"id\":\"a\",\"amount\":1},{\"id\":\"b\",\"amount\":2}]");

            await().untilAsserted(() -> assertThat(waiting("lists.dlq")).hasSize(1));
            assertThat(waiting("lists.dlq").get(0).headers().get(DeadLetterRecord.REASON))
                    .isEqualTo(DeadLetterReason.UNREADABLE.name());
            await().untilAsserted(() ->
                    assertThat(application.get(Orders.class).seen()).containsExactly(2));
        }
    }

    @ApplicationScoped
    static class Untaught {
        @Incoming("in")
        void take(InputStream body) {}
    }

    @Test
    void shouldNotStartWithAMethodThatTakesWhatNoMessageCanBe() {
        var application = ReactiveApplication.on(broker).incoming("in");

        assertThatThrownBy(() -> application.start(Untaught.class))
                .hasStackTraceContaining("Channel 'in'")
                .hasStackTraceContaining("Untaught.take(java.io.InputStream)")
                .hasStackTraceContaining("takes java.io.InputStream, which no message can be converted to");
    }

    @ApplicationScoped
    static class Contrary {
        @Incoming("in")
        void take(List<Order> orders) {}

        @Incoming("in")
        void also(List<String> texts) {}
    }

    @Test
    void shouldNotStartWithTwoTypesThatCannotBeToldApart() {
        var application = ReactiveApplication.on(broker).incoming("in", "broadcast", "true");

        assertThatThrownBy(() -> application.start(Contrary.class))
                .hasStackTraceContaining("Channel 'in'")
                .hasStackTraceContaining("java.util.List<java.lang.String>")
                .hasStackTraceContaining("cannot be told apart");
    }
}
