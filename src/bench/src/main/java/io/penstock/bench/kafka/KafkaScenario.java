package io.penstock.bench.kafka;

import io.penstock.bench.measure.Meter;
import io.penstock.bench.measure.Plan;
import io.penstock.bench.measure.Result;
import io.penstock.bench.measure.Scenario;
import io.penstock.bench.measure.Windows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A load on Kafka, by the engine or by Kafka's own client. */
record KafkaScenario(String name, List<String> comparedTo, SharedKafka kafka, int payloadBytes, KafkaLoad load)
        implements Scenario {

    /** Everything is on enough brokers of Kafka, and none of them is asked to force it. */
    static final String DURABILITY = "acks";

    @Override
    public Result run(Plan plan, Path directory) throws IOException {
        var meter = new Meter();
        try (var topics = new BenchTopics(kafka.servers(plan));
                var running = load.start(topics, meter)) {
            Windows measured;
            try {
                measured = Windows.measure(plan, meter);
            } finally {
                meter.stop();
            }
            return Result.of(
                    name,
                    DURABILITY,
                    measured,
                    Map.of(
                            "payloadBytes",
                            payloadBytes,
                            "partitions",
                            KafkaLoad.PARTITIONS,
                            "replicas",
                            topics.replicas()));
        }
    }

    @Override
    public void end() throws IOException {
        kafka.end();
    }
}
