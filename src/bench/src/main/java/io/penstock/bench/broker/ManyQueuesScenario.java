package io.penstock.bench.broker;

import io.penstock.Destination;
import io.penstock.Durability;
import io.penstock.Message;
import io.penstock.Receipt;
import io.penstock.bench.measure.Plan;
import io.penstock.bench.measure.Result;
import io.penstock.bench.measure.Scenario;
import io.penstock.bench.measure.Windows;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import org.HdrHistogram.Histogram;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Declares many queues, sends to each, closes, and opens the directory again: how long that takes. */
public record ManyQueuesScenario(String name) implements Scenario {

    private static final int DIGITS = 3;
    private static final int QUEUES = 10_000;

    /** A plan for few records makes fewer queues. */
    private static final int RECORDS_PER_QUEUE = 100;

    @Override
    public List<String> comparedTo() {
        return List.of();
    }

    @Override
    public Result run(Plan plan, Path directory) {
        int queues = Math.max(1, Math.min(QUEUES, plan.records() / RECORDS_PER_QUEUE));
        var options = BrokerOptions.in(directory).withDurability(Durability.OS);
        long began = System.nanoTime();
        try (var broker = EmbeddedBroker.open(options)) {
            var sends = new ArrayList<CompletableFuture<Receipt>>(queues);
            for (int i = 0; i < queues; i++) {
                String queue = "bench-" + i;
                broker.declare(Destination.queue(queue).build());
                sends.add(
                        broker.sendAsync(Message.to(queue).body(queue).build()).toCompletableFuture());
            }
            sends.forEach(CompletableFuture::join);
        }
        double rate = queues * 1e9 / (System.nanoTime() - began);
        began = System.nanoTime();
        long startMillis;
        try (var broker = EmbeddedBroker.open(options)) {
            startMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            if (broker.destinations().size() != queues) {
                throw new IllegalStateException(broker.destinations().size() + " queues are there, not " + queues);
            }
        }
        var measured = new Windows(rate, rate, new Histogram(DIGITS), Double.NaN, Double.NaN, 1);
        return Result.of(name, "os", measured, Map.of("queues", queues, "startMillis", startMillis));
    }
}
