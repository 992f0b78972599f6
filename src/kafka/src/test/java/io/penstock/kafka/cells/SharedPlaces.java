package io.penstock.kafka.cells;

import io.penstock.kafka.client.KafkaClients;
import io.penstock.kafka.topic.TopicNames;
import io.penstock.kafka.topic.TopicPolicy;
import io.penstock.kafka.topic.Topics;
import org.apache.kafka.clients.admin.Admin;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** Places in a real Kafka, as one instance of an installation has them. */
final class SharedPlaces implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final TopicPolicy POLICY = new TopicPolicy(1, 1, true, 1 << 20);

    private final Admin admin;
    final KafkaPlacements placements;

    SharedPlaces(String bootstrapServers, String installation) {
        this(bootstrapServers, installation, step -> {});
    }

    SharedPlaces(String bootstrapServers, String installation, Consumer<KafkaPlacements.Step> steps) {
        var clients = new KafkaClients(Map.of("bootstrap.servers", bootstrapServers));
        var names = new TopicNames("", installation, "main");
        admin = clients.admin();
        new Topics(admin, names, POLICY, LIMIT)
                .openShared(3)
                .toCompletableFuture()
                .join();
        placements = new KafkaPlacements(clients, admin, names.placements(), names.placements(), LIMIT, steps);
    }

    @Override
    public void close() {
        placements.close();
        admin.close();
    }
}
