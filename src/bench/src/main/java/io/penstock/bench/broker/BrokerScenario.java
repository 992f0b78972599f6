package io.penstock.bench.broker;

import io.penstock.Broker;
import io.penstock.Consumer;
import io.penstock.ConsumerOptions;
import io.penstock.Subscription;
import io.penstock.bench.measure.Joined;
import io.penstock.bench.measure.Meter;
import io.penstock.bench.measure.Plan;
import io.penstock.bench.measure.Result;
import io.penstock.bench.measure.Scenario;
import io.penstock.bench.measure.Windows;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.security.AccessControl;
import io.penstock.security.Caller;
import io.penstock.security.Permissions;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Messages go through a whole broker: what counts is a delivery whose acceptance is durable. */
public record BrokerScenario(String name, BrokerLoad load, List<String> comparedTo) implements Scenario {

    /** The broker keeps everything that it was sent. */
    private static final long MAX_BYTES = 8L << 30;

    private static final String USER = "user-";

    public BrokerScenario(String name, BrokerLoad load) {
        this(name, load, List.of());
    }

    /** The same through the view of a user, whom a permission allows what it does: what the checks cost. */
    public BrokerScenario asUser() {
        return new BrokerScenario(USER + name, load, List.of(name));
    }

    private Broker door(Broker broker) {
        if (!name.startsWith(USER)) {
            return broker;
        }
        var all = Set.of("bench");
        return AccessControl.builder()
                .externalUsers(true)
                .permissions(Permissions.of(
                        Map.of(BrokerLoad.DESTINATION + ".#", Map.of("send", all, "receive", all, "manage", all))))
                .build()
                .view(broker, Caller.external("bench", Set.of(), ""));
    }

    @Override
    public Result run(Plan plan, Path directory) {
        var meter = new Meter();
        var flow = new BrokerFlow(load, meter);
        var consumers = new ArrayList<Consumer>();
        try (var opened = EmbeddedBroker.open(BrokerOptions.in(directory).withDurability(load.durability()))) {
            var broker = door(opened);
            join(broker, flow, consumers);
            var producers = new ArrayList<Thread>();
            for (int i = 0; i < load.workers(); i++) {
                var thread = new Thread(() -> flow.produce(broker), "bench-producer-" + i);
                thread.start();
                producers.add(thread);
            }
            Windows measured;
            try {
                measured = Windows.measure(plan, meter, MAX_BYTES);
            } finally {
                meter.stop();
                producers.forEach(Joined::await);
                consumers.forEach(Consumer::close);
            }
            return Result.of(name, load.durability().name().toLowerCase(Locale.ROOT), measured, further());
        }
    }

    private void join(Broker broker, BrokerFlow flow, ArrayList<Consumer> consumers) {
        broker.declare(load.destination());
        for (int i = 0; i < load.subscriptions(); i++) {
            join(broker, broker.declare(load.subscription(i)), flow, consumers);
        }
    }

    private void join(Broker broker, Subscription subscription, BrokerFlow flow, ArrayList<Consumer> consumers) {
        for (int i = 0; i < load.workers(); i++) {
            var options = ConsumerOptions.ofTopic(subscription.destination(), subscription.name(), "bench-" + i)
                    .build();
            var self = new AtomicReference<Consumer>();
            var consumer = broker.consume(options, deliveries -> flow.handle(self.get(), deliveries));
            self.set(consumer);
            consumer.request(Long.MAX_VALUE);
            consumers.add(consumer);
        }
    }

    private Map<String, Object> further() {
        var further = new LinkedHashMap<String, Object>();
        further.put("kind", load.kind());
        further.put("payloadBytes", load.payloadBytes());
        further.put("producers", load.workers());
        further.put("consumers", load.workers());
        further.put("partitions", load.destination().partitions());
        further.put("perSecond", load.perSecond());
        further.put("together", load.together());
        further.put("subscriptions", load.subscriptions());
        return further;
    }
}
