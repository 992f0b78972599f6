package io.penstock.conformance;

import io.penstock.Capability;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Message;
import io.penstock.Ordering;
import io.penstock.PenstockException;
import io.penstock.Subscription;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashMap;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Tests a destination that gets more partitions while it is in use. */
public abstract class GrowthConformance extends BrokerConformance {

    private static final int KEYS = 20;
    private static final int ROUNDS = 8;

    @Override
    protected Set<Capability> needed() {
        return Set.of(Capability.PARTITION_GROWTH);
    }

    @Test
    void shouldKeepTheOrderOfEachKey() throws InterruptedException {
        broker.declare(Destination.queue("orders").build());
        broker.declare(Subscription.ofQueue("orders").ordering(Ordering.KEY).build());
        for (int round = 0; round < ROUNDS; round++) {
            if (round % 2 == 1) {
                broker.alter(
                        Destination.queue("orders").partitions(1 + 2 * round).build());
            }
            for (int key = 0; key < KEYS; key++) {
                broker.send(Message.to("orders")
                        .key("k" + key)
                        .body(Integer.toString(round))
                        .build());
            }
        }
        reopen();

        assertThat(broker.destination("orders").orElseThrow().partitions()).isEqualTo(2 * ROUNDS - 1);
        var deliveries = new LinkedBlockingQueue<Delivery>();
        broker.consume(
                        ConsumerOptions.ofQueue("orders", "c")
                                .lease(Duration.ZERO)
                                .build(),
                        deliveries::addAll)
                .request(Long.MAX_VALUE);
        var next = new HashMap<String, Integer>();
        for (int i = 0; i < KEYS * ROUNDS; i++) {
            var delivery = deliveries.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(delivery).as("delivery %d within %s", i, PATIENCE).isNotNull();
            var message = delivery.message();
            assertThat(message.bodyText())
                    .as(message.keyText())
                    .isEqualTo(Integer.toString(next.merge(message.keyText(), 1, Integer::sum) - 1));
            done(delivery.acceptAsync());
        }
    }

    @Test
    void shouldRefuseFewer() {
        broker.declare(Destination.topic("prices").partitions(3).build());

        assertThatThrownBy(() ->
                        broker.alter(Destination.topic("prices").partitions(2).build()))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("3")
                .hasMessageContaining("2");
        assertThat(broker.destination("prices").orElseThrow().partitions()).isEqualTo(3);
    }

    @Test
    void shouldKeepWhatElseIsDeclared() {
        var declared = broker.declare(Destination.topic("prices")
                .partitions(2)
                .timeToLive(Duration.ofHours(1))
                .build());

        var grown = broker.alter(declared.copy().partitions(4).build());

        assertThat(grown).isEqualTo(declared.copy().partitions(4).build());
        reopen();
        assertThat(broker.destination("prices")).contains(grown);
    }
}
