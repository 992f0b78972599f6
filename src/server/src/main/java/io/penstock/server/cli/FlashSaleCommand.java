package io.penstock.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.List;
import java.util.concurrent.Callable;

/** Runs the flash-sale sample. */
@Command(
        name = "flash-sale",
        mixinStandardHelpOptions = true,
        description = {
            "Orders come in as fast as the log takes them, while payments go slowly: shows that senders never wait for"
                    + " consumers, and how the backlog rises and falls."
        })
final class FlashSaleCommand implements Callable<Integer> {

    /** A run of that size takes hours; more than that is a typing error. */
    private static final int MAX_ORDERS = 100_000_000;

    private static final int MAX_PAYMENTS_PER_SECOND = 1_000_000;

    private final Server server;

    @Spec
    CommandSpec command;

    @Mixin
    ServerOptions serverOptions;

    @Mixin
    SampleOptions sampleOptions;

    @Option(names = "--orders", paramLabel = "N", description = "How many orders come in. Default: ${DEFAULT-VALUE}")
    int orders = 100_000;

    @Option(
            names = "--payments-per-second",
            paramLabel = "N",
            description = "How many payments are taken in a second. Default: ${DEFAULT-VALUE}")
    int paymentsPerSecond = 5_000;

    FlashSaleCommand(Server server) {
        this.server = server;
    }

    @Override
    public Integer call() {
        requireBetween(1, orders, MAX_ORDERS, "--orders");
        requireBetween(1, paymentsPerSecond, MAX_PAYMENTS_PER_SECOND, "--payments-per-second");
        var properties =
                sampleOptions.properties(List.of("flash-sale-payment", "flash-sale-inventory", "flash-sale-email"));
        properties.putAll(serverOptions.properties());
        properties.put("penstock.sample.flash-sale.orders", Integer.toString(orders));
        properties.put("penstock.sample.flash-sale.payments-per-second", Integer.toString(paymentsPerSecond));
        return server.run("flash-sale", properties);
    }

    private void requireBetween(int min, int value, int max, String option) {
        if (value < min || value > max) {
            throw new ParameterException(
                    command.commandLine(), option + " is " + value + ": choose " + min + " to " + max);
        }
    }
}
