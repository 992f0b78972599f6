package io.penstock.conformance;

import io.penstock.Binding;
import io.penstock.BrowseRequest;
import io.penstock.Capability;
import io.penstock.Destination;
import io.penstock.Exchange;
import io.penstock.ExchangeType;
import io.penstock.Message;
import io.penstock.UnroutablePolicy;
import org.junit.jupiter.api.BeforeEach;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** An exchange with bindings to two queues, one of which two bindings lead to, and a topic that nothing leads to. */
abstract class ExchangeConformance extends BrokerConformance {

    @BeforeEach
    void declare() {
        broker.declare(Destination.queue("eu").partitions(2).build());
        broker.declare(Destination.queue("all").build());
        broker.declare(Destination.topic("audit").build());
        broker.declare(Destination.exchange("orders", ExchangeType.PATTERN).build());
        broker.bind(Binding.of("orders", "orders.*.eu.#", "eu").build());
        broker.bind(Binding.of("orders", "orders.#", "all").build());
        broker.bind(Binding.of("orders", "orders.new.#", "all").build());
    }

    static Message message(String routingKey, String body) {
        return Message.to("orders").routingKey(routingKey).body(body).build();
    }

    final List<String> stored(String destination) {
        var bodies = new ArrayList<String>();
        int partitions = broker.destination(destination).orElseThrow().partitions();
        for (int partition = 0; partition < partitions; partition++) {
            broker.browse(BrowseRequest.all(destination, 1_000)
                            .partition(partition)
                            .build())
                    .forEach(stored -> bodies.add(stored.message().bodyText()));
        }
        return bodies;
    }

    final void discarding(String exchange) {
        broker.declare(Destination.exchange(
                        exchange,
                        Exchange.of(ExchangeType.DIRECT)
                                .unroutable(UnroutablePolicy.DISCARD)
                                .build())
                .build());
    }

    @Override
    protected final Set<Capability> needed() {
        return Set.of(Capability.EXCHANGES);
    }
}
