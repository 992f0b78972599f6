package io.penstock.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is done to the cells of an installation in Kafka. */
@Command(
        name = "cells",
        mixinStandardHelpOptions = true,
        description = "Cells of an installation in Apache Kafka.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = CellsMoveCommand.class,
        exitCodeOnInvalidInput = LogCommand.USAGE)
final class CellsCommand implements Runnable {

    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? '--help' lists them.");
    }
}
