package io.penstock.connector;

import io.penstock.Message;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.keyed.KeyedMulti;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import jakarta.enterprise.context.ApplicationScoped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class KeyedMultiTest extends EmbeddedBrokerTest {

    record Order(String id, int amount) {}

    @ApplicationScoped
    static class Sums {
        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Incoming("orders")
        @Outgoing("sums")
        Multi<String> sum(KeyedMulti<Integer, Order> orders) {
            return orders.map(Order::amount).onItem().scan(Integer::sum).map(sum -> orders.key() + ":" + sum);
        }

        @Incoming("sums")
        void take(String sum) {
            seen.add(sum);
        }

        List<String> seen() {
            return seen;
        }
    }

    @Test
    void shouldGroupMessagesByTheirKeysAndReadKeyAndBody() {
        try (var application = ReactiveApplication.on(broker).incoming("orders").start(Sums.class)) {
            sendOrder("7", 1);
            sendOrder("8", 10);
            sendOrder("7", 2);
            sendOrder("8", 20);

            await().untilAsserted(() -> assertThat(application.get(Sums.class).seen())
                    .containsExactlyInAnyOrder("7:1", "8:10", "7:3", "8:30"));
            await().untilAsserted(() -> assertThat(queue("orders").accepted()).isEqualTo(4));
        }
    }

    @Test
    void shouldMakeADeadLetterOfOneUnreadableMessageAndGoOn() {
        try (var application = ReactiveApplication.on(broker).incoming("orders").start(Sums.class)) {
            sendOrder("no number", 1);
            broker.send(Message.to("orders").key("7").body("no order").build());
            sendOrder("7", 2);

            await().untilAsserted(
                            () -> assertThat(application.get(Sums.class).seen()).containsExactly("7:2"));
            await().untilAsserted(() -> assertThat(waiting("orders.dlq")).hasSize(2));
        }
    }

    private void sendOrder(String key, int amount) {
        broker.send(Message.to("orders")
                .key(key)
                .body("{\"id\":\"o\",\"amount\":" + amount + "}")
                .build());
    }
}
