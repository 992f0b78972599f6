package io.penstock.bench.kafka;

import io.penstock.Broker;
import io.penstock.Destination;
import io.penstock.bench.measure.Joined;
import io.penstock.bench.measure.Meter;
import io.penstock.bench.measure.Plan;
import io.penstock.bench.measure.Result;
import io.penstock.bench.measure.Scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Queues of one partition are declared, which is the rate. Then the instance rests, and asks Kafka so and so often; and
 * at last it gives its cell back, and owns it again.
 *
 * @param queues fewer if the plan is about fewer records
 */
record DestinationsScenario(String name, SharedKafka kafka, int queues) implements Scenario {

    /** Topics take milliseconds each, of which an instance waits for several at a time. */
    private static final int CALLERS = 16;

    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(10);

    @Override
    public List<String> comparedTo() {
        return List.of();
    }

    @Override
    public Result run(Plan plan, Path directory) throws IOException {
        int count = Math.min(queues, plan.records());
        var further = new LinkedHashMap<String, Object>();
        further.put("queues", count);
        try (var topics = new BenchTopics(kafka.servers(plan))) {
            double perSecond;
            try (var cell = BenchCell.open(topics)) {
                long began = System.nanoTime();
                declare(cell.broker(), count);
                perSecond = count * 1e9 / (System.nanoTime() - began);
                further.put("topics", topics.count());
                further.put(
                        "requestsPerSecondAtRest", atRest(Math.min(REST_NANOS, plan.windowNanos() * plan.windows())));
            }
            long began = System.nanoTime();
            try (var again = BenchCell.open(topics)) {
                further.put("startMillis", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
                requireAll(again.broker(), count);
            }
            return new Result(name, perSecond, Double.NaN, Double.NaN, Double.NaN, KafkaScenario.DURABILITY, further);
        }
    }

    private static void declare(Broker broker, int count) {
        var meter = new Meter();
        var next = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < CALLERS; i++) {
            var thread = new Thread(() -> declareNext(broker, count, next, meter), "bench-declarer-" + i);
            threads.add(thread);
            thread.start();
        }
        threads.forEach(Joined::await);
        meter.requireNoFailure();
    }

    private static void declareNext(Broker broker, int count, AtomicInteger next, Meter meter) {
        try {
            for (int i = next.getAndIncrement(); i < count && !meter.isStopped(); i = next.getAndIncrement()) {
                broker.declare(Destination.queue(String.format(Locale.ROOT, "queue-%05d", i))
                        .partitions(1)
                        .build());
            }
        } catch (RuntimeException | Error e) {
            meter.failed(e);
        }
    }

    private static double atRest(long nanos) {
        double before = KafkaRequests.total();
        long began = System.nanoTime();
        for (long left = nanos; left > 0; left = nanos - (System.nanoTime() - began)) {
            LockSupport.parkNanos(left);
        }
        return (KafkaRequests.total() - before) * 1e9 / (System.nanoTime() - began);
    }

    private static void requireAll(Broker broker, int count) {
        int found = broker.destinations().size();
        if (found < count) {
            throw new IllegalStateException(
                    "The measurement failed: " + found + " of " + count + " queues are there again.");
        }
    }

    @Override
    public void end() throws IOException {
        kafka.end();
    }
}
