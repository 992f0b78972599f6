package io.penstock.broker;

import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.conformance.BrokerFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A broker that forces unless it is told otherwise: settlements too. */
class ForcedDurabilityTest extends BrokerTest {

    @Override
    public BrokerFactory factory() {
        return (where, time) -> EmbeddedBroker.open(BrokerOptions.in(where).withDurability(Durability.SYNC), time);
    }

    @Test
    void shouldServe() {
        broker.declare(Destination.queue("orders").build());
        send("orders", "a");
        broker.send(Message.to("orders").body("b").durability(Durability.OS).build());

        var inbox = consumeQueue("orders");

        for (var delivery : inbox.next(2)) {
            done(delivery.acceptAsync());
        }
        assertThat(broker.statistics("orders").subscriptions().get(0).accepted())
                .isEqualTo(2);
    }

    @Test
    void shouldServeConsumersThatWait() {
        broker.declare(Destination.queue("orders").build());
        send("orders", "a", "b");
        var inbox = consumeQueue("orders");

        inbox.next().accept();
        inbox.next().accept();

        assertThat(broker.statistics("orders").subscriptions().get(0).accepted())
                .isEqualTo(2);
    }
}
