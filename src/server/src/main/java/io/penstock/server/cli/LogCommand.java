package io.penstock.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups what looks into a log, or mends it, while no server runs on it. */
@Command(
        name = "log",
        mixinStandardHelpOptions = true,
        description =
                "Looks into the log of a server that is not running. Only 'repair --apply' changes anything in it.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {LogVerifyCommand.class, LogDumpCommand.class, LogRepairCommand.class},
        exitCodeOnInvalidInput = LogCommand.USAGE)
final class LogCommand implements Runnable {

    /** The exit code for damage that was found. */
    static final int DAMAGED = 2;

    /** The command line makes no sense: not the usual status, which means damage here. */
    static final int USAGE = 64;

    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? 'log --help' lists them.");
    }
}
