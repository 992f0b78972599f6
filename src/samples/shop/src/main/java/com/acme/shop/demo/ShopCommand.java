package com.acme.shop.demo;

import io.quarkus.runtime.Quarkus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** The command line of the demonstration: what its options mean for the configuration of the shop. */
@Command(
        name = "shop",
        mixinStandardHelpOptions = true,
        description = {
            "Opens a shop with a PostgreSQL of its own, places orders as fast as the log takes them, and shows all six"
                    + " uses of the log. Killed at any moment and started again, it goes on and loses nothing."
        })
final class ShopCommand implements Callable<Integer> {

    enum Durability {
        SYNC,
        OS
    }

    private static final int MAX_ORDERS = 10_000_000;
    private static final int MAX_PORT = 65_535;

    @Spec
    CommandSpec command;

    @Option(names = "--data", paramLabel = "DIR", description = "Where log and database lie. Default: ./data")
    Path data = Path.of("data");

    @Option(
            names = "--durability",
            paramLabel = "sync|os",
            description = "When an order counts as taken: forced to the disk (sync, the default), or written to the"
                    + " operating system (os).")
    Durability durability = Durability.SYNC;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port for HTTP; 0 for any that is free. Default: ${DEFAULT-VALUE}")
    int port = 8080;

    @Option(names = "--orders", paramLabel = "N", description = "How many orders come in. Default: ${DEFAULT-VALUE}")
    int orders = 100_000;

    @Option(names = "--exit", description = "End when the demonstration has ended, with status 0 only if it passed.")
    boolean exit;

    @Option(names = "--json", description = "Print the summary as one JSON object, and nothing else.")
    boolean json;

    @Override
    public Integer call() {
        requireBetween(1, orders, MAX_ORDERS, "--orders");
        requireBetween(0, port, MAX_PORT, "--port");
        var properties = new HashMap<>(settings());
        try {
            properties.putAll(LocalPostgres.start(data.resolve("postgres").toAbsolutePath()));
        } catch (IOException | RuntimeException e) {
            System.err.println("shop: PostgreSQL cannot be started in " + data + ": " + e.getMessage());
            return 1;
        }
        properties.forEach(System::setProperty);
        var status = new AtomicInteger();
        Quarkus.run(Demonstration.class, (code, failure) -> {
            if (failure != null) {
                System.err.println("shop: " + rootOf(failure).getMessage());
            }
            status.set(code);
        });
        return status.get();
    }

    private static Throwable rootOf(Throwable failure) {
        return failure.getCause() == null ? failure : rootOf(failure.getCause());
    }

    /** In a demonstration nobody waits two weeks for a reminder, or until tomorrow for a report. */
    private Map<String, String> settings() {
        return Map.ofEntries(
                Map.entry("quarkus.penstock.data", data.toString()),
                Map.entry("quarkus.penstock.durability", durability.name().toLowerCase(Locale.ROOT)),
                Map.entry("quarkus.http.port", Integer.toString(port)),
                Map.entry("quarkus.http.host", "localhost"),
                Map.entry("shop.demo.orders", Integer.toString(orders)),
                Map.entry("shop.demo.exit", Boolean.toString(exit)),
                Map.entry("shop.demo.json", Boolean.toString(json)),
                Map.entry("shop.billing.remind-after", "1S"),
                Map.entry("quarkus.penstock.schedules.\"daily-report\".cron", "* * * * * *"),
                Map.entry("quarkus.penstock.listeners.\"shipments\".retry.delay", "50ms"),
                Map.entry("quarkus.penstock.listeners.\"shipments\".retry.max-delay", "200ms"),
                Map.entry("quarkus.penstock.listeners.\"shipments\".retry.jitter", "0ms"),
                Map.entry("quarkus.log.level", "WARN"),
                Map.entry("quarkus.log.category.\"io.penstock.quarkus.listener\".level", "ERROR"),
                Map.entry("quarkus.log.console.stderr", "true"));
    }

    private void requireBetween(int min, int value, int max, String option) {
        if (value < min || value > max) {
            throw new ParameterException(
                    command.commandLine(), option + " is " + value + ": choose " + min + " to " + max);
        }
    }
}
