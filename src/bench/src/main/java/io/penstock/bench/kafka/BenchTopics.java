package io.penstock.bench.kafka;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

/** The topics of one scenario, whose names begin with a word that nobody else has. They are deleted with it. */
final class BenchTopics implements AutoCloseable {

    private static final int MOST_REPLICAS = 3;

    /** Topics that are deleted by one call: a controller of Kafka writes at most 10,000 records for one. */
    private static final int DELETED_AT_ONCE = 500;

    private final String servers;
    private final String prefix = "bench-" + UUID.randomUUID().toString().substring(0, 8);
    private final Admin admin;
    private final short replicas;

    BenchTopics(String servers) {
        this.servers = servers;
        admin = Admin.create(Map.of("bootstrap.servers", servers));
        try {
            int brokers = admin.describeCluster().nodes().get().size();
            replicas = (short) Math.min(brokers, MOST_REPLICAS);
        } catch (ExecutionException | InterruptedException e) {
            admin.close();
            throw failed("Kafka at " + servers + " does not answer", e);
        }
    }

    String servers() {
        return servers;
    }

    /** What all their names begin with. */
    String prefix() {
        return prefix;
    }

    /** How many copies each has. */
    int replicas() {
        return replicas;
    }

    /** How many of these copies have to be there. */
    int minInSync() {
        return Math.max(1, replicas - 1);
    }

    /** Makes one, and returns its name. */
    String make(String name, int partitions) {
        var topic = new NewTopic(prefix + "-" + name, partitions, replicas)
                .configs(Map.of("min.insync.replicas", "" + minInSync()));
        try {
            admin.createTopics(List.of(topic)).all().get();
            return topic.name();
        } catch (ExecutionException | InterruptedException e) {
            throw failed("Kafka made no topic", e);
        }
    }

    /** How many there are, those included that others have made. */
    int count() {
        return names().size();
    }

    private List<String> names() {
        try {
            return admin.listTopics().names().get().stream()
                    .filter(name -> name.startsWith(prefix))
                    .toList();
        } catch (ExecutionException | InterruptedException e) {
            throw failed("Kafka lists no topics", e);
        }
    }

    private static IllegalStateException failed(String what, Exception cause) {
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new IllegalStateException("The measurement failed: " + what + ": " + cause, cause);
    }

    @Override
    public void close() {
        try {
            var left = names();
            for (int from = 0; from < left.size(); from += DELETED_AT_ONCE) {
                admin.deleteTopics(left.subList(from, Math.min(left.size(), from + DELETED_AT_ONCE)))
                        .all()
                        .get();
            }
        } catch (ExecutionException | InterruptedException e) {
            throw failed("Kafka did not delete the topics that begin with " + prefix, e);
        } finally {
            admin.close();
        }
    }
}
