package io.penstock.quarkus.deployment;

import io.penstock.Broker;
import io.penstock.Message;
import io.penstock.StartPosition;
import io.penstock.connector.client.PenstockClientService;
import io.penstock.connector.client.PenstockRebalanceListener;
import io.quarkus.test.QuarkusUnitTest;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.ce.IncomingCloudEventMetadata;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Channels find the beans that they name, and the application controls its channels, as Quarkus wires both. */
class ChannelControlTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = TestApplication.of(Bean.class, Ledger.class)
            .overrideConfigKey("mp.messaging.incoming.orders.connector", "penstock")
            .overrideConfigKey("mp.messaging.incoming.orders.penstock-configuration", "ledger-defaults");

    @Inject
    Broker broker;

    @Inject
    Bean bean;

    @Inject
    @Identifier("ledger")
    Ledger ledger;

    @Inject
    PenstockClientService channels;

    @Test
    void shouldTakeAttributesAndAListenerFromBeans() {
        assertThat(broker.subscriptions("orders").get(0).maxDeliveries()).isEqualTo(31);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(ledger.assigned).containsExactly("orders [0]"));
        assertThat(channels.partitions("orders")).containsExactly(0);
    }

    @Test
    void shouldPauseAChannelAndPutItElsewhere() {
        broker.send(Message.to("orders")
                .header("ce_specversion", "1.0")
                .header("ce_id", "1")
                .header("ce_type", "placed")
                .header("ce_source", "/shop")
                .body("a")
                .build());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(bean.seen).containsExactly("a placed"));

        channels.pause("orders");
        channels.seek("orders", StartPosition.EARLIEST).await().atMost(PATIENCE);
        assertThat(broker.statistics("orders").subscriptions().get(0).waiting()).isEqualTo(1);
        channels.resume("orders");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(bean.seen).containsExactly("a placed", "a placed"));
    }

    @Singleton
    static class Bean {

        final List<String> seen = new CopyOnWriteArrayList<>();

        @Produces
        @Identifier("ledger-defaults")
        Map<String, Object> defaults() {
            return Map.of("ordering", "partition", "max-deliveries", 31, "rebalance-listener", "ledger");
        }

        @Incoming("orders")
        void take(String order, IncomingCloudEventMetadata<?> event) {
            seen.add(order + " " + event.getType());
        }
    }

    @Singleton
    @Identifier("ledger")
    static class Ledger implements PenstockRebalanceListener {

        final List<String> assigned = new CopyOnWriteArrayList<>();

        @Override
        public void onPartitionsAssigned(String channel, String destination, Set<Integer> partitions) {
            assigned.add(destination + " " + partitions);
        }
    }
}
