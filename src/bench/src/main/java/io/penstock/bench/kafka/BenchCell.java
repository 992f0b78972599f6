package io.penstock.bench.kafka;

import io.penstock.Broker;
import io.penstock.Destination;
import io.penstock.broker.BrokerOptions;
import io.penstock.kafka.KafkaBroker;
import io.penstock.kafka.KafkaOptions;

/** An instance that owns a cell of its own, and uses it as each instance does: over the link of its owner. */
final class BenchCell implements AutoCloseable {

    private final KafkaBroker broker;

    private BenchCell(KafkaBroker broker) {
        this.broker = broker;
    }

    /** Opens it with the options that it has by itself. */
    static BenchCell open(BenchTopics topics) {
        return open(topics, KafkaOptions.DEFAULT_SNAPSHOT_FRAMES);
    }

    /** Opens it, and waits until it owns the cell. */
    static BenchCell open(BenchTopics topics, int snapshotFrames) {
        var options = KafkaOptions.at(topics.servers())
                .installation(topics.prefix())
                .topicPrefix(topics.prefix() + "-")
                .replicationFactor(topics.replicas())
                .minInSyncReplicas(topics.minInSync())
                .snapshotFrames(snapshotFrames)
                .build();
        return new BenchCell(KafkaBroker.open(options, BrokerOptions.elsewhere()));
    }

    Broker broker() {
        return broker;
    }

    /** Declares a queue, and returns its name. */
    String queue(String name) {
        broker.declare(Destination.queue(name).partitions(KafkaLoad.PARTITIONS).build());
        return name;
    }

    @Override
    public void close() {
        broker.close();
    }
}
