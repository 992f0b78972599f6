package io.penstock.bench.broker;

import io.penstock.Broker;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.bench.measure.Meter;
import io.penstock.bench.measure.Plan;
import io.penstock.bench.measure.Result;
import io.penstock.bench.measure.Scenario;
import io.penstock.bench.measure.Windows;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Messages wait for their time, all sent before the first is due, and then become due at a steady rate. What is timed
 * is how late each is handed out; one that comes early fails the scenario.
 */
public record DelayScenario(String name) implements Scenario {

    private static final int PER_SECOND = 50_000;
    private static final int MOST = 1_000_000;

    /** So many more than are due while it is measured, so that the last window is as full as the others. */
    private static final double MARGIN = 1.2;

    private static final int TOGETHER = 1_000;
    private static final long MAX_BYTES = 8L << 30;

    /** Until the first is due: sending takes about a microsecond each, and must be over by then. */
    private static final Duration PER_MESSAGE = Duration.ofNanos(20_000);

    private static final Duration AT_LEAST = Duration.ofMillis(500);

    @Override
    public List<String> comparedTo() {
        return List.of();
    }

    @Override
    public Result run(Plan plan, Path directory) {
        var meter = new Meter();
        double seconds =
                (double) (plan.warmUpNanos() + plan.windows() * plan.windowNanos()) / TimeUnit.SECONDS.toNanos(1);
        int messages = (int) Math.max(TOGETHER, Math.min(MOST, PER_SECOND * seconds * MARGIN));
        var load = new BrokerLoad(false, Durability.OS, 1, Long.BYTES, PER_SECOND, TOGETHER, 1);
        try (var broker = EmbeddedBroker.open(BrokerOptions.in(directory).withDurability(Durability.OS))) {
            broker.declare(load.destination());
            send(broker, messages);
            var consumer = broker.consume(
                    ConsumerOptions.ofQueue(BrokerLoad.DESTINATION, name).build(),
                    deliveries -> handle(deliveries, meter));
            consumer.request(Long.MAX_VALUE);
            Windows measured;
            try {
                measured = Windows.measure(plan, meter, MAX_BYTES);
            } finally {
                consumer.close();
            }
            meter.requireNoFailure();
            return Result.of(name, "os", measured, Map.of("delayedMessages", messages, "perSecond", PER_SECOND));
        }
    }

    private static void send(Broker broker, int messages) {
        var first = InstantSource.system().instant().plus(AT_LEAST).plus(PER_MESSAGE.multipliedBy(messages));
        long interval = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
        for (int sent = 0; sent < messages; sent += TOGETHER) {
            var together = new ArrayList<Message>(TOGETHER);
            for (int i = sent; i < Math.min(messages, sent + TOGETHER); i++) {
                together.add(Message.to(BrokerLoad.DESTINATION)
                        .deliverAt(first.plusNanos(i * interval))
                        .build());
            }
            broker.sendAllAsync(together).toCompletableFuture().join();
        }
    }

    private static void handle(List<Delivery> deliveries, Meter meter) {
        for (var delivery : deliveries) {
            var due = delivery.message().deliverAt().orElse(Instant.MAX);
            var late = Duration.between(due, InstantSource.system().instant());
            if (late.isNegative()) {
                meter.failed(new IllegalStateException(delivery + " was due at " + due + " only"));
            }
            meter.took(late.toNanos());
            delivery.acceptAsync();
        }
        meter.completed(deliveries.size());
    }
}
