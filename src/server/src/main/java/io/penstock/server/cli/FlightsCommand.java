package io.penstock.server.cli;

import io.penstock.server.kafka.KafkaInstances;
import io.penstock.server.sample.flights.FlightsSample;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Runs the flights sample. */
@Command(
        name = "flights",
        mixinStandardHelpOptions = true,
        description = {
            "Publishes 300,000 flights, adds them up by airport, and works off the late ones with retries and dead"
                    + " letters. Killed at any moment and started again, it goes on and ends with the same totals."
        })
final class FlightsCommand implements Callable<Integer> {

    /** The listener whose work all instances share: the totals are those of one process. */
    private static final String QUEUE_LISTENER = "flights-late";

    /** Each is a process of its own. */
    private static final int MAX_INSTANCES = 10;

    private final Server server;

    @Mixin
    ServerOptions serverOptions;

    @Mixin
    SampleOptions sampleOptions;

    @Option(
            names = "--input",
            paramLabel = "FILE[.gz]",
            description = "Flights to publish, any number, with the columns date,delay,distance,origin,destination.")
    Path input;

    @Option(
            names = "--reference",
            paramLabel = "FILE",
            description = {
                "The true totals, with the columns origin,flights,total_delay_minutes. Without it, an input of your own"
                        + " is added up as it is read."
            })
    Path reference;

    /** Where the messages are. */
    enum Engine {
        EMBEDDED,
        KAFKA
    }

    @Option(
            names = "--engine",
            paramLabel = "embedded|kafka",
            description = "Where the messages are: in the data directory, or in a Kafka. Default: embedded")
    Engine engine = Engine.EMBEDDED;

    @Option(
            names = "--servers",
            paramLabel = "HOST:PORT,...",
            description = "With '--engine kafka', brokers of the Kafka. Without it, one is started on this machine, and"
                    + " ends with the sample.")
    String servers;

    @Option(
            names = "--instances",
            paramLabel = "N",
            description = {
                "With '--engine kafka', the number of processes that share the work. Of three or more, the one that"
                        + " owns the messages is killed in the middle. Default: ${DEFAULT-VALUE}"
            })
    int instances = 1;

    @Spec
    CommandSpec spec;

    FlightsCommand(Server server) {
        this.server = server;
    }

    @Override
    public Integer call() {
        FlightsSample.check(Optional.ofNullable(input), Optional.ofNullable(reference));
        var properties = sampleOptions.properties(List.of("flights-by-airport", QUEUE_LISTENER));
        properties.putAll(serverOptions.properties());
        if (input != null) {
            properties.put("penstock.sample.flights.input", input.toString());
        }
        if (reference != null) {
            properties.put("penstock.sample.flights.reference", reference.toString());
        }
        if (engine == Engine.EMBEDDED) {
            require(servers == null && instances == 1, "--servers and --instances are for --engine kafka");
            return server.run("flights", properties);
        }
        require(instances >= 1 && instances <= MAX_INSTANCES, "--instances: choose 1 to " + MAX_INSTANCES);
        var err = spec.commandLine().getErr();
        try (var others = KafkaInstances.start(
                servers,
                instances,
                Map.of(SampleOptions.enabled(QUEUE_LISTENER), "true"),
                List.of(StartCommand.NAME, "--port", "0"),
                err)) {
            properties.putAll(others.properties());
            return server.run("flights", properties);
        }
    }

    private void require(boolean valid, String problem) {
        if (!valid) {
            throw new ParameterException(spec.commandLine(), problem + ".");
        }
    }
}
