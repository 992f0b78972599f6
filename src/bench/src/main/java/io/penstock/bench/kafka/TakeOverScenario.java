package io.penstock.bench.kafka;

import io.penstock.bench.measure.Meter;
import io.penstock.bench.measure.Plan;
import io.penstock.bench.measure.Result;
import io.penstock.bench.measure.Scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Messages are sent and accepted, each by itself, which is the rate, and no snapshot is taken. Then the instance gives its
 * cell back, and it is measured how long an instance takes to own it again, which has to read all of that.
 *
 * @param messages fewer if the plan is about fewer records; there is one of them, and one line of the journal or less for
 *     its acceptance
 */
record TakeOverScenario(String name, SharedKafka kafka, int messages) implements Scenario {

    private static final int PAYLOAD_BYTES = 100;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** More frames than there are. */
    private static final int NO_SNAPSHOT = Integer.MAX_VALUE;

    @Override
    public List<String> comparedTo() {
        return List.of();
    }

    @Override
    public Result run(Plan plan, Path directory) throws IOException {
        int count = Math.min(messages, plan.records());
        var further = new LinkedHashMap<String, Object>();
        try (var topics = new BenchTopics(kafka.servers(plan))) {
            long began = System.nanoTime();
            var meter = new Meter();
            var load = CellLoads.flow(PAYLOAD_BYTES, NO_SNAPSHOT).start(topics, meter);
            try {
                while (meter.completed() < count && !meter.isStopped()) {
                    LockSupport.parkNanos(LOOK_NANOS);
                }
            } finally {
                load.close();
            }
            meter.requireNoFailure();
            long done = meter.completed();
            double perSecond = done * 1e9 / (System.nanoTime() - began);
            began = System.nanoTime();
            try (var again = BenchCell.open(topics, NO_SNAPSHOT)) {
                further.put("takeOverMillis", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
                further.put("health", again.broker().health().state().toString());
            }
            further.put("messages", done);
            further.put("payloadBytes", PAYLOAD_BYTES);
            return new Result(name, perSecond, Double.NaN, Double.NaN, Double.NaN, KafkaScenario.DURABILITY, further);
        }
    }

    @Override
    public void end() throws IOException {
        kafka.end();
    }
}
