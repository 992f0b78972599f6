package io.penstock.kafka.topic;

import io.penstock.journal.archive.CleanupPolicy;
import io.penstock.journal.archive.PartitionPlan;
import io.penstock.journal.record.BatchCompression;
import io.penstock.kafka.cluster.TestKafka;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Topics on a real Kafka, and what Kafka says of them. */
final class TopicFixture implements AutoCloseable {

    static final TopicPolicy POLICY = new TopicPolicy(1, 1, true, 2 << 20);
    static final TopicPolicy CHECKED_ONLY = new TopicPolicy(1, 1, false, 2 << 20);
    static final Duration LIMIT = Duration.ofSeconds(30);

    final String prefix = TestKafka.uniqueName() + "-";
    final TopicNames names = new TopicNames(prefix, prefix + "penstock", "main");
    final Admin admin = TestKafka.cluster().admin();
    private final StringSerializer text = new StringSerializer();
    private final KafkaProducer<String, String> producer = new KafkaProducer<>(
            Map.of("bootstrap.servers", TestKafka.bootstrapServers(), "linger.ms", "0", "acks", "all"), text, text);

    Topics topics(TopicPolicy policy) {
        return new Topics(admin, names, policy, LIMIT);
    }

    static PartitionPlan queue(String name) {
        return plan(name, 0, CleanupPolicy.SETTLED, null, 0, true);
    }

    static PartitionPlan events(String name, Duration maxAge, long maxBytes, boolean protectsReaders) {
        return plan(name, 0, CleanupPolicy.EXPIRE, maxAge, maxBytes, protectsReaders);
    }

    static PartitionPlan plan(
            String name, int index, CleanupPolicy cleanup, Duration maxAge, long maxBytes, boolean protectsReaders) {
        return new PartitionPlan(
                name,
                index,
                name + "/" + index,
                cleanup,
                maxAge,
                maxBytes,
                Duration.ofHours(24),
                protectsReaders,
                BatchCompression.NONE);
    }

    void create(String topic, int partitions, Map<String, String> settings) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(settings)))
                .all()
                .get();
    }

    TopicDescription describe(String topic) throws Exception {
        return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
    }

    int partitions(String topic) throws Exception {
        return describe(topic).partitions().size();
    }

    boolean exists(String topic) throws Exception {
        return admin.listTopics().names().get().contains(topic);
    }

    String setting(String topic, String key) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource))
                .all()
                .get()
                .get(resource)
                .get(key)
                .value();
    }

    /** Sends a record of that time, and says its offset. */
    long send(String topic, int partition, long timestampMillis) throws Exception {
        return producer.send(new ProducerRecord<>(topic, partition, timestampMillis, "key", "value"))
                .get()
                .offset();
    }

    long start(String topic, int partition) throws Exception {
        return offset(topic, partition, OffsetSpec.earliest());
    }

    long end(String topic, int partition) throws Exception {
        return offset(topic, partition, OffsetSpec.latest());
    }

    private long offset(String topic, int partition, OffsetSpec spec) throws Exception {
        var place = new TopicPartition(topic, partition);
        return admin.listOffsets(Map.of(place, spec)).all().get().get(place).offset();
    }

    /** Waits for a stage; what it fails with is thrown as it is. */
    static <T> T await(CompletionStage<T> stage) throws Exception {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
    }
}
