package io.penstock.bench.peers.kafka;

import io.penstock.bench.application.load.Flow;
import io.penstock.bench.application.load.Transport;
import io.penstock.bench.application.load.Way;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Kafka's own client: what does not go through a channel. */
@Singleton
class KafkaTransport implements Transport {

    private static final Duration POLL = Duration.ofMillis(100);

    private final String bootstrap;
    private final KafkaTopics topics;
    private KafkaProducer<byte[], byte[]> producer;

    @Inject
    KafkaTransport(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrap, KafkaTopics topics) {
        this.bootstrap = bootstrap;
        this.topics = topics;
    }

    @Override
    public void open(Way way) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @Override
    public void send(Way way, byte[] body, Flow flow) {
        producer.send(new ProducerRecord<>(topics.name(way), body), (sent, failure) -> flow.failIf(failure));
    }

    @Override
    public void send(Way way, List<byte[]> bodies, Flow flow) {
        bodies.forEach(body -> send(way, body, flow));
    }

    /** Offsets are committed every five seconds, as they are by default. */
    @Override
    public AutoCloseable take(Way way, Flow flow) {
        var stopped = new AtomicBoolean();
        var thread = new Thread(() -> poll(way, flow, stopped), "bench-consumer");
        thread.start();
        return () -> {
            stopped.set(true);
            thread.join();
        };
    }

    private void poll(Way way, Flow flow, AtomicBoolean stopped) {
        Map<String, Object> options =
                Map.of("bootstrap.servers", bootstrap, "group.id", topics.name(way), "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(options, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topics.name(way)));
            while (!stopped.get()) {
                for (var each : consumer.poll(POLL)) {
                    flow.handled(each.value());
                }
            }
        } catch (RuntimeException e) {
            flow.failIf(e);
        }
    }

    @PreDestroy
    void close() {
        producer.close();
    }
}
