package io.penstock.testkit.conformance;

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

/** More partitions for a destination that is in use. */
public abstract class GrowthConformance extends BrokerConformance {

    private static final int KEYS = 20;
    private static final int ROUNDS = 8;

    @Override
    protected Set<Capability> needed() {
        return Set.of(Capability.PARTITION_GROWTH);
    }

    @Test
    void shouldKeepTheOrderOfEachKey() throws InterruptedException {
        broker.declare(Destination.queue("orders", 1));
        broker.declare(Subscription.ofQueue("orders").ordering(Ordering.KEY).build());
        for (int round = 0; round < ROUNDS; round++) {
            if (round % 2 == 1) {
                broker.alter(Destination.queue("orders", 1 + 2 * round));
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
        broker.consume(ConsumerOptions.ofQueue("orders", "c").withLease(Duration.ZERO), deliveries::addAll)
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
        broker.declare(Destination.topic("prices", 3));

        assertThatThrownBy(() -> broker.alter(Destination.topic("prices", 2)))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("3")
                .hasMessageContaining("2");
        assertThat(broker.destination("prices").orElseThrow().partitions()).isEqualTo(3);
    }

    @Test
    void shouldKeepWhatElseIsDeclared() {
        var declared = broker.declare(Destination.topic("prices", 2).withTimeToLive(Duration.ofHours(1)));

        var grown = broker.alter(declared.withPartitions(4));

        assertThat(grown).isEqualTo(declared.withPartitions(4));
        reopen();
        assertThat(broker.destination("prices")).contains(grown);
    }
}
