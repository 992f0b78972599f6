package io.penstock.kafka.failover;

import io.penstock.broker.BrokerOptions;
import io.penstock.kafka.KafkaBroker;
import io.penstock.kafka.KafkaOptions;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The process of an instance that may own the cell: it says when it serves, and ends when it is told anything. */
final class AutoMain {

    static final String SERVES = "It serves.";

    private AutoMain() {}

    static KafkaOptions.Builder options(String servers, String name, Duration lease) {
        return KafkaOptions.at(servers)
                .installation(name)
                .topicPrefix(name + "-")
                .replicationFactor(1)
                .minInSyncReplicas(1)
                .lease(lease);
    }

    /** @param arguments bootstrap servers, name of the installation, lease in milliseconds */
    public static void main(String[] arguments) throws IOException {
        var lease = Duration.ofMillis(Long.parseLong(arguments[2]));
        var options = options(arguments[0], arguments[1], lease).build();
        try (var broker = KafkaBroker.open(options, BrokerOptions.elsewhere())) {
            var output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            output.println(SERVES + " " + broker.health().detail());
            System.in.read();
        }
    }
}
