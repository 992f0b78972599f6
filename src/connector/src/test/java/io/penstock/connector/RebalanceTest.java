package io.penstock.connector;

import io.penstock.ConsumerOptions;
import io.penstock.Destination;
import io.penstock.connector.client.PenstockClientService;
import io.penstock.connector.client.PenstockRebalanceListener;
import io.smallrye.common.annotation.Identifier;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import jakarta.enterprise.context.ApplicationScoped;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Listeners that are told which partitions a channel owns. */
class RebalanceTest extends EmbeddedBrokerTest {

    private static final List<String> EVENTS = new CopyOnWriteArrayList<>();

    @ApplicationScoped
    static class Orders {

        @Incoming("in")
        void take(String text) {
            EVENTS.add(text);
        }
    }

    @ApplicationScoped
    @Identifier("ledger")
    static class Ledger implements PenstockRebalanceListener {

        @Override
        public void onPartitionsAssigned(String channel, String destination, Set<Integer> partitions) {
            EVENTS.add(channel + " got " + partitions + " of " + destination);
        }

        @Override
        public void onPartitionsRevoked(String channel, String destination, Set<Integer> partitions) {
            EVENTS.add(channel + " lost " + partitions + " of " + destination);
        }
    }

    private ReactiveApplication.Builder configured() {
        EVENTS.clear();
        broker.declare(Destination.queue("orders").partitions(2).build());
        return ReactiveApplication.on(broker)
                .incoming("in", "destination", "orders", "ordering", "partition", "rebalance-listener", "ledger");
    }

    private static void expect(String... events) {
        await().untilAsserted(() -> assertThat(EVENTS).containsExactly(events));
    }

    @Test
    void shouldTellOfPartitionsThatComeAndGo() {
        try (var application = configured().start(Orders.class, Ledger.class)) {
            expect("in got [0, 1] of orders");
            var channels = application.get(PenstockClientService.class);
            assertThat(channels.partitions("in")).containsExactly(0, 1);

            var other =
                    broker.consume(ConsumerOptions.ofQueue("orders", "other").build(), deliveries -> {});
            expect("in got [0, 1] of orders", "in lost [1] of orders");
            assertThat(channels.partitions("in")).containsExactly(0);

            other.close();
            expect("in got [0, 1] of orders", "in lost [1] of orders", "in got [1] of orders");
        }
        expect("in got [0, 1] of orders", "in lost [1] of orders", "in got [1] of orders", "in lost [0, 1] of orders");
    }

    @ApplicationScoped
    @Identifier("ledger")
    static class SlowLedger implements PenstockRebalanceListener {

        static CountDownLatch loaded;

        @Override
        public void onPartitionsAssigned(String channel, String destination, Set<Integer> partitions) {
            EVENTS.add("loading");
            try {
                loaded.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            EVENTS.add("loaded");
            throw new IllegalStateException("the listener's own affair");
        }
    }

    @Test
    void shouldHandOnNoMessageBeforeTheListenerHasReturnedHoweverItDoes() {
        SlowLedger.loaded = new CountDownLatch(1);
        var builder = configured();
        send("orders", "a", "b");
        try (var application = builder.start(Orders.class, SlowLedger.class)) {
            expect("loading");
            await().untilAsserted(() ->
                    assertThat(queue("orders").members().get(0).held()).isPositive());
            assertThat(EVENTS).containsExactly("loading");

            SlowLedger.loaded.countDown();

            await().untilAsserted(() -> assertThat(queue("orders").accepted()).isEqualTo(2));
            assertThat(EVENTS).startsWith("loading", "loaded").hasSize(4);
        }
    }

    @Test
    void shouldNotStartWithTheNameOfAListenerThatDoesNotExist() {
        assertThatThrownBy(() -> configured().start(Orders.class))
                .hasStackTraceContaining("Channel 'in': attribute 'rebalance-listener' is 'ledger': use the @Identifier"
                        + " of a PenstockRebalanceListener bean");
    }
}
