package io.penstock.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the samples. */
@Command(
        name = "sample",
        mixinStandardHelpOptions = true,
        description = "Starts the server and shows on real work what it does.",
        synopsisSubcommandLabel = "SAMPLE",
        subcommands = {FlightsCommand.class, FlashSaleCommand.class})
final class SampleCommand implements Runnable {

    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which sample? 'sample --help' lists them.");
    }
}
