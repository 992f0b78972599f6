package io.penstock.kafka.failover;

import io.penstock.broker.BrokerOptions;
import io.penstock.kafka.KafkaBroker;
import io.penstock.kafka.KafkaOptions;
import io.penstock.kafka.instance.CellState;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The process of an instance that may own cells: it says when it serves, of several cells when it owns its share, and
 * ends when it is told anything.
 */
final class AutoMain {

    static final String SERVES = "It serves.";

    private static final long LOOK_NANOS = 20_000_000;

    private AutoMain() {}

    private static long owned(KafkaBroker broker) {
        return broker.cells().stream()
                .filter(each -> each.state() == CellState.OWNER)
                .count();
    }

    static KafkaOptions.Builder options(String servers, String name, Duration lease) {
        return KafkaOptions.at(servers)
                .installation(name)
                .topicPrefix(name + "-")
                .replicationFactor(1)
                .minInSyncReplicas(1)
                .lease(lease);
    }

    /** @param arguments bootstrap servers, name of the installation, lease in milliseconds, cells, cells of its share */
    public static void main(String[] arguments) throws IOException {
        var lease = Duration.ofMillis(Long.parseLong(arguments[2]));
        int cells = Integer.parseInt(arguments[3]);
        int share = Integer.parseInt(arguments[4]);
        var options = options(arguments[0], arguments[1], lease).cells(cells).build();
        try (var broker = KafkaBroker.open(options, BrokerOptions.elsewhere())) {
            while (cells > 1 && owned(broker) != share) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
            var output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            output.println(SERVES + " " + broker.health().detail());
            System.in.read();
        }
    }
}
