package io.penstock.connector;

import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.Ordering;
import io.penstock.PenstockException;
import io.penstock.StartPosition;
import io.penstock.Subscription;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TopologyTest {

    private final ScriptedBroker broker = new ScriptedBroker();
    private final Topology topology = new Topology(broker);

    @Test
    void shouldDeclareAQueueWhenNothingElseIsSaid() {
        var source = topology.source(ChannelConfig.incoming("orders"));

        assertThat(source).isEqualTo(new Topology.Source("orders", "orders"));
        assertThat(broker.destinations.get("orders"))
                .isEqualTo(Destination.queue("orders").build());
    }

    @Test
    void shouldDeclareATopicAndASubscriptionNamedLikeTheChannel() {
        var source = topology.source(
                ChannelConfig.incoming("audit", "destination", "prices", "kind", "topic", "partitions", "4"));

        assertThat(source).isEqualTo(new Topology.Source("prices", "audit"));
        assertThat(broker.destinations.get("prices"))
                .isEqualTo(Destination.topic("prices").partitions(4).build());
        var subscription = broker.subscriptions.get("audit");
        assertThat(subscription.durable()).isTrue();
        assertThat(subscription.start()).isEqualTo(StartPosition.LATEST);
        assertThat(subscription.ordering()).isEqualTo(Ordering.KEY);
    }

    @Test
    void shouldShareDestinationAndSubscriptionAmongTheCopiesOfAChannel() {
        var first = topology.source(ChannelConfig.incoming("prices$1", "kind", "topic"));
        var second = topology.source(ChannelConfig.incoming("prices$2", "kind", "topic"));

        assertThat(first).isEqualTo(second).isEqualTo(new Topology.Source("prices", "prices"));
    }

    @Test
    void shouldTakeTheDestinationAsItExists() {
        broker.declare(Destination.topic("prices").partitions(3).build());

        topology.source(ChannelConfig.incoming("audit", "destination", "prices"));
        topology.target(ChannelConfig.outgoing("prices"));

        assertThat(broker.destinations.get("prices"))
                .isEqualTo(Destination.topic("prices").partitions(3).build());
        assertThat(broker.subscriptions).containsKey("audit");
    }

    @Test
    void shouldKeepTheOrderingOfASubscriptionThatExists() {
        broker.declare(Destination.queue("orders").build());
        broker.declare(Subscription.ofQueue("orders").ordering(Ordering.KEY).build());

        topology.source(ChannelConfig.incoming("orders", "retry.max-retries", "1"));

        var subscription = broker.subscriptions.get("orders");
        assertThat(subscription.ordering()).isEqualTo(Ordering.KEY);
        assertThat(subscription.retry().maxRetries()).isEqualTo(1);
    }

    @Test
    void shouldRefuseAnotherKindThanExists() {
        broker.declare(Destination.queue("orders").partitions(2).build());

        assertThatThrownBy(() -> topology.target(ChannelConfig.outgoing("orders", "kind", "topic")))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("Channel 'orders' asks for 'orders' as a topic with 2 partitions, but it is a "
                        + "queue with 2 partitions");
        assertThatThrownBy(() -> topology.target(ChannelConfig.outgoing("orders", "partitions", "1")))
                .isInstanceOf(PenstockException.Conflict.class)
                .hasMessageContaining("queue with 1 partition, but it is a queue with 2 partitions");
    }

    @Test
    void shouldRefuseASubscriptionOfAQueue() {
        assertThatThrownBy(() -> topology.source(ChannelConfig.incoming("orders", "subscription", "billing")))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("Channel 'orders': attribute 'subscription' is 'billing'")
                .hasMessageContaining("'orders' is a queue");
    }

    @Test
    void shouldDeclareNothingWhenToldSo() {
        assertThatThrownBy(() -> topology.source(ChannelConfig.incoming("orders", "auto-declare", "false")))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("there is no destination 'orders', and 'auto-declare' is off");

        broker.declare(Destination.builder("prices", DestinationKind.TOPIC)
                .partitions(1)
                .build());
        assertThatThrownBy(() -> topology.source(ChannelConfig.incoming("prices", "auto-declare", "false")))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("'prices' has no subscription 'prices'");

        broker.declare(Subscription.ofTopic("prices", "prices").build());
        var declared = broker.subscriptions.get("prices");
        topology.source(ChannelConfig.incoming("prices", "auto-declare", "false"));
        assertThat(broker.subscriptions.get("prices")).isSameAs(declared);
    }

    @Test
    void shouldRefusePoliciesThatItMayNotDeclare() {
        broker.declare(Destination.queue("orders").build());
        broker.declare(Subscription.ofQueue("orders").build());

        assertThatThrownBy(() -> topology.source(
                        ChannelConfig.incoming("orders", "auto-declare", "false", "retry.max-retries", "1")))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessageContaining("without effect while 'auto-declare' is off");
    }

    @Test
    void shouldRefuseTwoChannelsOfOneSubscriptionWithDifferentPolicies() {
        var settings = new String[] {"destination", "orders", "retry.max-retries", "7"};
        topology.source(ChannelConfig.incoming("patient", settings));
        topology.source(ChannelConfig.incoming("patient-too", settings));
        topology.source(ChannelConfig.incoming("elsewhere", "destination", "returns"));
        var declared = broker.subscriptions.get("orders");

        assertThatThrownBy(() -> topology.source(ChannelConfig.incoming(
                        "hasty", "destination", "orders", "retry.max-retries", "7", "max-deliveries", "8")))
                .isInstanceOf(PenstockException.InvalidConfiguration.class)
                .hasMessage("The channel 'patient' and the channel 'hasty' share the subscription 'orders' of 'orders',"
                        + " which has one policy, and ask for different ones: maxDeliveries = 20 and 8. Give both the"
                        + " same, or each a queue or subscription of its own.");
        assertThat(broker.subscriptions.get("orders")).isSameAs(declared);
    }

    @Test
    void shouldTakeTheDefaultQueueForTheSameWhetherItIsNamedOrNot() {
        topology.source(ChannelConfig.incoming("one", "destination", "orders"));
        topology.source(ChannelConfig.incoming("other", "destination", "orders", "dead-letter-queue", "orders.dlq"));

        assertThat(broker.subscriptions).containsOnlyKeys("orders");
    }
}
