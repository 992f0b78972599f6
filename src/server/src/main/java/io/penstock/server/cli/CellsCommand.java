package io.penstock.server.cli;

import io.penstock.PenstockException;
import io.penstock.broker.BrokerOptions;
import io.penstock.kafka.KafkaBroker;
import io.penstock.kafka.KafkaOptions;
import io.penstock.kafka.KafkaRole;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;

/** What is done to the cells of an installation in Kafka. */
@Command(
        name = "cells",
        mixinStandardHelpOptions = true,
        description = "Cells of an installation in Apache Kafka.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = CellsCommand.Move.class,
        exitCodeOnInvalidInput = LogCommand.USAGE)
final class CellsCommand implements Runnable {

    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? '--help' lists them.");
    }

    /** Moves a destination to another cell, as an instance that owns none. */
    @Command(
            name = "move",
            mixinStandardHelpOptions = true,
            description = {
                "Moves a destination to another cell, with its dead-letter queues and its subscriptions, when consumers"
                        + " have settled all that is in it. Meanwhile it takes no messages. What is interrupted goes on"
                        + " when it is called again.",
                "Exit status: 0 it is in that cell; 1 refused or failed, the message says where it is; 64 wrong"
                        + " arguments."
            },
            exitCodeOnInvalidInput = LogCommand.USAGE)
    static final class Move implements Callable<Integer> {

        private static final int LONGEST_WAIT_SECONDS = 86_400;

        @Spec
        CommandSpec spec;

        @Parameters(index = "0", paramLabel = "DESTINATION", description = "The name of the destination.")
        String destination;

        @Parameters(index = "1", paramLabel = "CELL", description = "The name of the cell, such as main-2.")
        String cell;

        @Option(
                names = "--servers",
                paramLabel = "HOST:PORT,...",
                required = true,
                description = "Where Kafka is: kafka.bootstrap.servers of the installation.")
        String servers;

        @Option(
                names = "--cells",
                paramLabel = "NUMBER",
                required = true,
                description = "How many cells the installation has.")
        int cells;

        @Option(
                names = "--installation",
                paramLabel = "NAME",
                defaultValue = KafkaOptions.DEFAULT_INSTALLATION,
                description = "The name of the installation. Default: ${DEFAULT-VALUE}")
        String installation;

        @Option(
                names = "--topic-prefix",
                paramLabel = "TEXT",
                defaultValue = "",
                description = "What the names of the destinations' topics begin with. Default: nothing.")
        String topicPrefix;

        @Option(
                names = "--command-config",
                paramLabel = "FILE",
                description = "A file with properties of Kafka's clients, such as security.protocol.")
        Path properties;

        @Option(
                names = "--wait",
                paramLabel = "SECONDS",
                defaultValue = "60",
                description = "How long to wait until it is empty. After that it stays. Default: ${DEFAULT-VALUE}")
        int waitSeconds;

        @Override
        public Integer call() {
            if (waitSeconds < 1 || waitSeconds > LONGEST_WAIT_SECONDS) {
                throw wrong("--wait is " + waitSeconds + ": use 1 to " + LONGEST_WAIT_SECONDS + " seconds.");
            }
            var options = options();
            try (var broker = KafkaBroker.open(options, BrokerOptions.elsewhere())) {
                broker.move(destination, cell, Duration.ofSeconds(waitSeconds));
            }
            spec.commandLine().getOut().println("'" + destination + "' is in the cell '" + cell + "'.");
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        }

        private KafkaOptions options() {
            try {
                return KafkaOptions.at(servers)
                        .clientProperties(clientProperties())
                        .installation(installation)
                        .topicPrefix(topicPrefix)
                        .role(KafkaRole.CLIENT)
                        .cells(cells)
                        .build();
            } catch (PenstockException.InvalidConfiguration e) {
                throw wrong(e.getMessage());
            }
        }

        private Map<String, String> clientProperties() {
            var all = new HashMap<String, String>();
            if (properties != null) {
                var read = new Properties();
                try (var file = Files.newBufferedReader(properties, StandardCharsets.UTF_8)) {
                    read.load(file);
                } catch (IOException | IllegalArgumentException e) {
                    throw wrong("--command-config is '" + properties + "', which cannot be read: " + e.getMessage());
                }
                read.stringPropertyNames().forEach(name -> all.put(name, read.getProperty(name)));
            }
            all.put("bootstrap.servers", servers);
            return all;
        }

        private ParameterException wrong(String text) {
            return new ParameterException(spec.commandLine(), text);
        }
    }
}
