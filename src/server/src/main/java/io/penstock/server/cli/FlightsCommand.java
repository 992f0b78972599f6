package io.penstock.server.cli;

import io.penstock.server.sample.flights.FlightsSample;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;
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

    FlightsCommand(Server server) {
        this.server = server;
    }

    @Override
    public Integer call() {
        FlightsSample.check(Optional.ofNullable(input), Optional.ofNullable(reference));
        var properties = sampleOptions.properties(List.of("flights-by-airport", "flights-late"));
        properties.putAll(serverOptions.properties());
        if (input != null) {
            properties.put("penstock.sample.flights.input", input.toString());
        }
        if (reference != null) {
            properties.put("penstock.sample.flights.reference", reference.toString());
        }
        return server.run("flights", properties);
    }
}
