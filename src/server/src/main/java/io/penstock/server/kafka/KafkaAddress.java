package io.penstock.server.kafka;

import io.penstock.kafka.KafkaOptions;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** The options of a command that works on a cell in Kafka. */
public final class KafkaAddress {

    @Option(
            names = "--servers",
            paramLabel = "HOST:PORT,...",
            required = true,
            description = "Brokers of the Kafka: bootstrap.servers of its clients.")
    String servers;

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description =
                    "Further properties of Kafka's clients, such as those of its security, as Kafka's own commands"
                            + " have them.")
    Path config;

    @Option(
            names = "--installation",
            paramLabel = "NAME",
            description = "With which the names of the cell's own topics begin. Default: ${DEFAULT-VALUE}")
    String installation = KafkaOptions.DEFAULT_INSTALLATION;

    @Option(names = "--cell", paramLabel = "NAME", description = "The cell. Default: ${DEFAULT-VALUE}")
    String cell = KafkaOptions.DEFAULT_CELL;

    @Option(
            names = "--topic-prefix",
            paramLabel = "TEXT",
            description = "With which the names of the destinations' topics begin. Default: nothing")
    String topicPrefix = "";

    @Option(
            names = "--replication-factor",
            paramLabel = "N",
            description = "Copies that Kafka keeps of each topic. Default: ${DEFAULT-VALUE}")
    int replicationFactor = KafkaOptions.DEFAULT_REPLICATION_FACTOR;

    @Option(
            names = "--min-insync-replicas",
            paramLabel = "N",
            description = "Copies that have to have what is acknowledged. Default: ${DEFAULT-VALUE}")
    int minInSyncReplicas = KafkaOptions.DEFAULT_MIN_IN_SYNC_REPLICAS;

    @Option(
            names = "--no-create-topics",
            description = "Creates no topics: those of all destinations and of the cell are there, and empty.")
    boolean keepsTopics;

    /** The options, with what the file says. */
    public KafkaOptions options() {
        var options = KafkaOptions.at(servers)
                .installation(installation)
                .cell(cell)
                .topicPrefix(topicPrefix)
                .instance("penstock migrate")
                .replicationFactor(replicationFactor)
                .minInSyncReplicas(minInSyncReplicas)
                .createTopics(!keepsTopics);
        var properties = properties();
        properties.stringPropertyNames().forEach(name -> options.property(name, properties.getProperty(name)));
        return options.build();
    }

    private Properties properties() {
        var properties = new Properties();
        if (config != null) {
            try (var reader = Files.newBufferedReader(config, StandardCharsets.UTF_8)) {
                properties.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException("--command-config cannot be read (" + e + ")", e);
            }
        }
        return properties;
    }

    /** Which cell it is, for people. */
    public String describe() {
        return "the cell " + installation + "." + cell + " in the Kafka at " + servers;
    }
}
