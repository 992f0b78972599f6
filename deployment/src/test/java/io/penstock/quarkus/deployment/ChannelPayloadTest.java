package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.Message;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.keyed.KeyedMulti;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Methods and injected streams get payloads of the full type that they declare. */
class ChannelPayloadTest {

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Orders.class, Order.class, Page.class)
            .overrideConfigKey("mp.messaging.incoming.lists.connector", "penstock")
            .overrideConfigKey("mp.messaging.incoming.maps.connector", "penstock")
            .overrideConfigKey("mp.messaging.incoming.pages.connector", "penstock")
            .overrideConfigKey("mp.messaging.incoming.keyed.connector", "penstock")
            .overrideConfigKey("mp.messaging.incoming.streamed.connector", "penstock")
            .overrideConfigKey("mp.messaging.outgoing.sums.connector", "penstock")
            .overrideConfigKey("mp.messaging.incoming.sums-in.connector", "penstock")
            .overrideConfigKey("mp.messaging.incoming.sums-in.destination", "sums");

    @Inject
    Broker broker;

    @Inject
    Orders orders;

    @Test
    void shouldReadPayloadsByTheirFullTypes() {
        orders.subscribe();

        send("lists", null, "[{\"id\":\"a\",\"amount\":1}]");
        send("maps", null, "{\"x\":{\"id\":\"b\",\"amount\":2}}");
        send("pages", null, "{\"number\":1,\"items\":[{\"id\":\"c\",\"amount\":3}]}");
        send("keyed", "k", "{\"id\":\"d\",\"amount\":4}");
        send("streamed", null, "[{\"id\":\"e\",\"amount\":5}]");

        await().untilAsserted(() -> assertThat(orders.seen).containsExactlyInAnyOrder(1, 2, 3, "k 4", 5));
    }

    private void send(String queue, String key, String json) {
        var message = Message.to(queue).body(json);
        if (key != null) {
            message.key(key);
        }
        broker.send(message.build());
    }

    public record Order(String id, int amount) {}

    public record Page<T>(int number, List<T> items) {}

    @Singleton
    static class Orders {

        final List<Object> seen = new CopyOnWriteArrayList<>();

        @Inject
        @Channel("streamed")
        Multi<List<Order>> streamed;

        @Incoming("lists")
        void list(List<Order> orders) {
            seen.add(orders.get(0).amount());
        }

        @Incoming("maps")
        void map(Map<String, Order> orders) {
            seen.add(orders.get("x").amount());
        }

        @Incoming("pages")
        void page(Page<Order> page) {
            seen.add(page.items().get(0).amount());
        }

        @Incoming("keyed")
        @Outgoing("sums")
        Multi<String> sums(KeyedMulti<String, Order> orders) {
            return orders.map(order -> orders.key() + " " + order.amount());
        }

        @Incoming("sums-in")
        void sum(String sum) {
            seen.add(sum);
        }

        void subscribe() {
            streamed.subscribe().with(list -> seen.add(list.get(0).amount()));
        }
    }
}
