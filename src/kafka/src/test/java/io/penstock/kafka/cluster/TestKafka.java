package io.penstock.kafka.cluster;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The Kafka that the tests of this process share, which is started when the first of them asks: one broker, or as many
 * as {@code -Dpenstock.kafka.brokers} says. Tests keep apart by their names: {@link #uniqueName}. Nobody stops it;
 * whoever wants to has a {@link KafkaCluster} of its own.
 */
public final class TestKafka {

    private static final int BROKERS = Integer.getInteger("penstock.kafka.brokers", 1);
    private static final int MOST_REPLICAS = 3;
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static KafkaCluster cluster;

    private TestKafka() {}

    /** The cluster. */
    public static synchronized KafkaCluster cluster() {
        if (cluster == null) {
            cluster = KafkaCluster.start(BROKERS);
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "kafka-close"));
        }
        return cluster;
    }

    public static String bootstrapServers() {
        return cluster().bootstrapServers();
    }

    /** How many copies of a topic it can have. */
    public static int replicas() {
        return Math.min(BROKERS, MOST_REPLICAS);
    }

    /** A name that nobody else in this process has: of an installation, say, or a prefix of topics. */
    public static String uniqueName() {
        return "t" + NAMES.incrementAndGet();
    }
}
