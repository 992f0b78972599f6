package io.penstock.kafka.cluster;

import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class KafkaClusterTest {

    private static final String TOPIC = "kept";

    /** A broker that was killed may come back after this time, which is 9 s otherwise. */
    private static final Map<String, String> SOON_BACK =
            Map.of("broker.session.timeout.ms", "2000", "broker.heartbeat.interval.ms", "500");

    private static final Duration PATIENT = Duration.ofSeconds(60);
    private static final Duration IMPATIENT = Duration.ofSeconds(2);

    @Test
    void shouldKeepWhatWasWrittenWhenItIsKilledHeldOrStopped() throws Exception {
        try (var kafka = KafkaCluster.start(1, SOON_BACK)) {
            create(kafka, 1);
            send(kafka, "before the kill");
            kafka.node(1).kill();
            assertThat(kafka.node(1).isAlive()).isFalse();
            kafka.restart(1);

            kafka.node(1).pause();
            assertThatThrownBy(() -> send(kafka, "while it is held", IMPATIENT))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TimeoutException.class);
            kafka.node(1).resume();
            send(kafka, "before the stop");
            kafka.node(1).stop();
            kafka.restart(1);
            send(kafka, "at the end");

            assertThat(readTo("at the end", kafka))
                    .filteredOn(each -> !each.equals("while it is held"))
                    .containsExactly("before the kill", "before the stop", "at the end");
        }
    }

    @EnabledIfSystemProperty(named = "penstock.kafka.all", matches = "true")
    @Test
    void shouldGoOnWithoutOneOfThreeBrokersAndTakeItBack() throws Exception {
        try (var kafka = KafkaCluster.start(3)) {
            create(kafka, 3);
            kafka.awaitInSync();

            kafka.node(2).kill();
            send(kafka, "with two");
            kafka.restart(2);
            kafka.awaitInSync();
            kafka.node(1).stop();

            assertThat(readTo("with two", kafka)).containsExactly("with two");
        }
    }

    @Test
    void shouldLeaveNoBrokerBehindWhenTheTestIsKilled() throws Exception {
        var test = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Abandoned.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var broker = Optional.<ProcessHandle>empty();
        try (var lines = new BufferedReader(new InputStreamReader(test.getInputStream(), StandardCharsets.UTF_8))) {
            broker = ProcessHandle.of(Long.parseLong(lines.readLine()));
        } finally {
            test.destroyForcibly();
        }

        var left = broker.orElseThrow();
        await().atMost(PATIENT).until(() -> !left.isAlive());
    }

    /** A test that is killed while its broker is held. */
    static final class Abandoned {

        private Abandoned() {}

        public static void main(String[] arguments) throws InterruptedException {
            var kafka = KafkaCluster.start(1);
            kafka.node(1).pause();
            System.out.println(kafka.node(1).pid());
            Thread.currentThread().join();
        }
    }

    private static void create(KafkaCluster kafka, int replicas) throws Exception {
        try (var admin = kafka.admin()) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) replicas)))
                    .all()
                    .get();
        }
    }

    private static void send(KafkaCluster kafka, String value) throws Exception {
        send(kafka, value, PATIENT);
    }

    private static void send(KafkaCluster kafka, String value, Duration limit) throws Exception {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "acks",
                "all",
                "linger.ms",
                "0",
                "max.block.ms",
                "" + limit.toMillis(),
                "request.timeout.ms",
                "" + Math.min(limit.toMillis(), 3_000),
                "delivery.timeout.ms",
                "" + limit.toMillis());
        var text = new StringSerializer();
        try (var producer = new KafkaProducer<>(settings, text, text)) {
            producer.send(new ProducerRecord<>(TOPIC, value)).get();
        }
    }

    private static List<String> readTo(String last, KafkaCluster kafka) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "auto.offset.reset", "earliest");
        var text = new StringDeserializer();
        var values = new ArrayList<String>();
        try (var consumer = new KafkaConsumer<>(settings, text, text)) {
            consumer.assign(List.of(new TopicPartition(TOPIC, 0)));
            await().atMost(PATIENT).pollInSameThread().until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(each -> values.add(each.value()));
                return values.contains(last);
            });
        }
        return values;
    }
}
