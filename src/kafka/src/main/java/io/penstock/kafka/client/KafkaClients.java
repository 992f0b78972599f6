package io.penstock.kafka.client;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.util.HashMap;
import java.util.Map;

/** Makes clients of one Kafka with what the user set, and with what the promises of the engine depend on. Immutable. */
public final class KafkaClients {

    /**
     * Larger than any message that the engine takes: topics say what is too large, and say it for other producers, too.
     */
    private static final int MAX_REQUEST_BYTES = 64 << 20;

    /**
     * A broker that the others have parted from goes on answering readers as if it still led: with nothing new. No
     * error tells them, only Kafka's other brokers do, and those are asked that often.
     */
    private static final int LEADERS_KNOWN_MILLIS = 5_000;

    private static final int BATCH_BYTES = 256 << 10;
    private static final int FETCH_BYTES = 1 << 20;

    /** Of one partition alone, which is read from begin to end: each answer is waited for. */
    private static final int LONG_FETCH_BYTES = 8 << 20;

    /** How long Kafka waits for something new before it answers that there is nothing. */
    private static final int WAIT_MILLIS = 100;

    private static final int SHORT_WAIT_MILLIS = 1;

    /** A coordinator that is busy with the last transaction is asked again soon: it is done within milliseconds. */
    private static final int RETRY_MILLIS = 5;

    private static final int LONGEST_RETRY_MILLIS = 100;

    /**
     * A broker that hangs is known to be gone when a request to it is not answered: soon after Kafka itself has given
     * it up, which takes 9 s.
     */
    private static final int REQUEST_TIMEOUT_MILLIS = 10_000;

    /** How long Kafka keeps a transaction open whose owner is gone, unless somebody takes its id over before. */
    private static final int TRANSACTION_TIMEOUT_MILLIS = 30_000;

    /** Kafka allows 6 s and more unless it is told otherwise. */
    private static final int SESSION_TIMEOUT_MILLIS = 10_000;

    /** So soon members hear that others came or went. */
    private static final int HEARTBEAT_MILLIS = 1_000;

    /** So soon members hear of partitions that were added. */
    private static final int METADATA_AGE_MILLIS = 30_000;

    /** Nothing is ever written to the topic of a group. */
    private static final int IDLE_FETCH_MILLIS = 5_000;

    private final Map<String, String> properties;

    /** @param properties that all clients get */
    public KafkaClients(Map<String, String> properties) {
        this.properties = Map.copyOf(properties);
    }

    /** A producer that writes each record once and in order, outside of transactions. */
    public Producer<byte[], byte[]> producer() {
        return new KafkaProducer<>(forProducers(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A producer of transactions under that id. */
    public Producer<byte[], byte[]> producer(String transactionalId) {
        var all = forProducers();
        all.put("transactional.id", transactionalId);
        all.putIfAbsent("transaction.timeout.ms", TRANSACTION_TIMEOUT_MILLIS);
        return new KafkaProducer<>(all, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private Map<String, Object> forProducers() {
        var all = new HashMap<String, Object>();
        all.put("linger.ms", 0);
        all.put("batch.size", BATCH_BYTES);
        all.put("max.request.size", MAX_REQUEST_BYTES);
        all.put("retry.backoff.ms", RETRY_MILLIS);
        all.put("retry.backoff.max.ms", LONGEST_RETRY_MILLIS);
        all.putAll(common());
        all.put("acks", "all");
        all.put("enable.idempotence", true);
        return all;
    }

    /** A consumer of what is committed, in no group: it reads the partitions that it is given, and waits for more. */
    public Consumer<byte[], byte[]> reader() {
        return reader(WAIT_MILLIS, LONG_FETCH_BYTES);
    }

    /**
     * A consumer as {@link #reader}, of what is known to be there. A client asks each broker one thing at a time: while
     * it waited for more of one partition, it could not ask for what is there of another one.
     */
    public Consumer<byte[], byte[]> readerOfPresent() {
        return reader(SHORT_WAIT_MILLIS, FETCH_BYTES);
    }

    /** A reader that asks again after that time if nothing is written; it hears of what is written at once. */
    public Consumer<byte[], byte[]> reader(int waitMillis) {
        return reader(waitMillis, FETCH_BYTES);
    }

    private Consumer<byte[], byte[]> reader(int waitMillis, int fetchBytes) {
        var all = new HashMap<String, Object>();
        all.put("max.partition.fetch.bytes", fetchBytes);
        all.put("max.poll.records", 2_000);
        all.put("metadata.max.age.ms", LEADERS_KNOWN_MILLIS);
        all.putAll(common());
        all.put("fetch.max.wait.ms", waitMillis);
        all.put("isolation.level", "read_committed");
        all.put("enable.auto.commit", false);
        all.put("auto.offset.reset", "earliest");
        all.put("allow.auto.create.topics", false);
        return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * A member of a group that shares the partitions of a topic. As few of them as possible change hands when members
     * come and go. Nothing depends on how soon a dead member is noticed.
     */
    public Consumer<byte[], byte[]> member(String group) {
        var all = new HashMap<String, Object>(common());
        all.put("group.id", group);
        all.put("group.protocol", "classic");
        all.put("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
        all.put("session.timeout.ms", SESSION_TIMEOUT_MILLIS);
        all.put("heartbeat.interval.ms", HEARTBEAT_MILLIS);
        all.put("metadata.max.age.ms", METADATA_AGE_MILLIS);
        all.put("enable.auto.commit", false);
        all.put("auto.offset.reset", "latest");
        all.put("allow.auto.create.topics", false);
        all.put("fetch.max.wait.ms", IDLE_FETCH_MILLIS);
        return new KafkaConsumer<>(all, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** A client for topics and their offsets. */
    public Admin admin() {
        return Admin.create(new HashMap<String, Object>(common()));
    }

    private Map<String, Object> common() {
        var all = new HashMap<String, Object>();
        all.put("enable.metrics.push", false);
        all.put("request.timeout.ms", REQUEST_TIMEOUT_MILLIS);
        all.put("reconnect.backoff.ms", 20);
        all.put("reconnect.backoff.max.ms", 500);
        all.putAll(properties);
        return all;
    }
}
