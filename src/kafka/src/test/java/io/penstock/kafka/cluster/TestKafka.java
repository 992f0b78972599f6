package io.penstock.kafka.cluster;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The one broker that the tests of this process share, which is started when the first of them asks. Tests keep apart
 * by their names: {@link #uniqueName}. Nobody stops it; whoever wants to has a {@link KafkaCluster} of its own.
 */
public final class TestKafka {

    private static final AtomicInteger NAMES = new AtomicInteger();
    private static KafkaCluster cluster;

    private TestKafka() {}

    /** The cluster of one broker. */
    public static synchronized KafkaCluster cluster() {
        if (cluster == null) {
            cluster = KafkaCluster.start(1);
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "kafka-close"));
        }
        return cluster;
    }

    public static String bootstrapServers() {
        return cluster().bootstrapServers();
    }

    /** A name that nobody else in this process has: of an installation, say, or a prefix of topics. */
    public static String uniqueName() {
        return "t" + NAMES.incrementAndGet();
    }
}
