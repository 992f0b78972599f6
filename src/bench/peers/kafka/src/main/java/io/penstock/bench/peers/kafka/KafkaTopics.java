package io.penstock.bench.peers.kafka;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import io.penstock.bench.application.load.Way;
import io.quarkus.runtime.StartupEvent;

/** Makes the topics of this run before a channel reads them. */
@Singleton
class KafkaTopics {

    private static final int PARTITIONS = 16;

    private final String bootstrap;
    private final String run;
    private final boolean forced;

    @Inject
    KafkaTopics(
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrap,
            @ConfigProperty(name = "bench.run") String run,
            @ConfigProperty(name = "bench.forced") boolean forced) {
        this.bootstrap = bootstrap;
        this.run = run;
        this.forced = forced;
    }

    String name(Way way) {
        return run + "-" + way.label();
    }

    /** Observes the start before Reactive Messaging does, which begins with the usual priority. */
    void make(@Observes @Priority(1) StartupEvent start) throws InterruptedException, ExecutionException {
        var settings = forced ? Map.of("flush.messages", "1") : Map.<String, String>of();
        List<NewTopic> topics = Arrays.stream(Way.values())
                .filter(way -> !way.isListener())
                .map(way -> new NewTopic(name(way), PARTITIONS, (short) 1).configs(settings))
                .toList();
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrap))) {
            admin.createTopics(topics).all().get();
        }
    }
}
