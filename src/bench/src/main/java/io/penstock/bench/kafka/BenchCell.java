package io.penstock.bench.kafka;

import io.penstock.Broker;
import io.penstock.Destination;
import io.penstock.broker.BrokerOptions;
import io.penstock.kafka.KafkaBroker;
import io.penstock.kafka.KafkaOptions;

import java.time.Duration;

/** An instance that owns a cell of its own. */
final class BenchCell implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

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
        var broker = KafkaBroker.open(options, BrokerOptions.elsewhere());
        try {
            if (!broker.awaitOwner(PATIENCE)) {
                throw new IllegalStateException("The measurement failed: the instance does not own its cell.");
            }
            return new BenchCell(broker);
        } catch (InterruptedException e) {
            broker.close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while an instance was opened", e);
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
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
