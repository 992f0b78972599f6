package io.penstock.server.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line's root: every other command hangs from it. */
@Command(
        name = "penstock",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        description = "A durable message broker in one process. Without a command it starts the server.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            StartCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            SampleCommand.class,
            LogCommand.class,
            MigrateCommand.class,
            UserCommand.class,
            CellsCommand.class,
            BenchCommand.class
        })
final class PenstockCommand implements Runnable {

    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? '--help' lists them.");
    }
}
