package io.penstock.bench.jms;

import io.penstock.Broker;
import io.penstock.ConsumerOptions;
import io.penstock.Delivery;
import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.bench.measure.Joined;
import io.penstock.bench.measure.Meter;
import io.penstock.bench.measure.Plan;
import io.penstock.bench.measure.Result;
import io.penstock.bench.measure.Scenario;
import io.penstock.bench.measure.Windows;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** What a {@link JmsScenario} does, by one producer and one consumer, without the facade: what that costs. */
public record ApiScenario(String name, JmsLoad load) implements Scenario {

    private static final String QUEUE = "bench";
    private static final int MAX_IN_FLIGHT = 10_000;
    private static final long LOOK_MILLIS = 100;
    private static final long MAX_BYTES = 8L << 30;

    /** Deliveries asked for ahead, as a JMS consumer does. */
    private static final int CREDIT = 100;

    @Override
    public List<String> comparedTo() {
        return List.of();
    }

    @Override
    public Result run(Plan plan, Path directory) {
        var meter = new Meter();
        var inFlight = new Semaphore(MAX_IN_FLIGHT);
        var durability = load.forced() ? Durability.SYNC : Durability.OS;
        try (var broker = EmbeddedBroker.open(BrokerOptions.in(directory).withDurability(durability))) {
            broker.declare(Destination.queue(QUEUE).build());
            var producer = new Thread(() -> produce(broker, meter, inFlight), "bench-producer");
            var consumer = new Thread(() -> consume(broker, meter, inFlight), "bench-consumer");
            producer.start();
            consumer.start();
            Windows measured;
            try {
                measured = Windows.measure(plan, meter, MAX_BYTES);
            } finally {
                meter.stop();
                Joined.await(producer);
                Joined.await(consumer);
            }
            return Result.of(name, load.durability(), measured, Map.of("payloadBytes", JmsLoad.PAYLOAD_BYTES));
        }
    }

    private void produce(Broker broker, Meter meter, Semaphore inFlight) {
        try {
            while (!meter.isStopped()) {
                if (!inFlight.tryAcquire(load.together(), LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    continue;
                }
                long began = System.nanoTime();
                if (load.isTransacted()) {
                    var transaction = broker.begin();
                    for (int i = 0; i < load.together(); i++) {
                        transaction.send(message());
                    }
                    transaction.commitAsync().toCompletableFuture().join();
                } else {
                    broker.send(message());
                }
                meter.took(System.nanoTime() - began);
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            meter.failed(e);
        }
    }

    private static Message message() {
        return Message.to(QUEUE).body(new byte[JmsLoad.PAYLOAD_BYTES]).build();
    }

    private void consume(Broker broker, Meter meter, Semaphore inFlight) {
        var arrived = new LinkedBlockingQueue<Delivery>();
        var options = ConsumerOptions.ofQueue(QUEUE, "bench").build();
        try (var consumer = broker.consume(options, (List<Delivery> some) -> arrived.addAll(some))) {
            consumer.request(2L * Math.max(CREDIT, load.together()));
            while (!meter.isStopped()) {
                var first = arrived.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    accept(broker, first, arrived);
                    consumer.request(load.together());
                    meter.completed(load.together());
                    inFlight.release(load.together());
                }
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            meter.failed(e);
        }
    }

    private void accept(Broker broker, Delivery first, LinkedBlockingQueue<Delivery> arrived)
            throws InterruptedException {
        if (!load.isTransacted()) {
            first.accept();
            return;
        }
        var transaction = broker.begin();
        transaction.accept(first);
        for (int i = 1; i < load.together(); i++) {
            transaction.accept(arrived.take());
        }
        transaction.commitAsync().toCompletableFuture().join();
    }
}
