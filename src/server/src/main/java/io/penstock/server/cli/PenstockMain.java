package io.penstock.server.cli;

import io.penstock.PenstockException;
import io.penstock.PlainText;
import io.penstock.journal.JournalException;
import io.penstock.server.sample.SampleProblem;
import io.quarkus.runtime.annotations.QuarkusMain;
import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Starts the process: the command line is parsed before anything else is started. */
@QuarkusMain
public final class PenstockMain {

    /** The parent of all loggers. Had here, so that a native image is built with it. */
    private static final Logger ROOT = Logger.getLogger("");

    private PenstockMain() {}

    /**
     * Exits with 0, with 1 if what was asked for failed, or with 2 if the command line makes no sense; where damage
     * can be found, with what {@link LogCommand} says.
     */
    public static void main(String... arguments) {
        // Until Quarkus sets the level that was asked for, all levels are on: libraries would write each step of theirs
        // into a buffer of the log. Most commands start no Quarkus at all.
        ROOT.setLevel(Level.WARNING);
        var output = CommandOutput.standard();
        System.setOut(output.stream()); // Samples print to it.
        var commandLine = commandLine(new QuarkusServer()).setOut(output.writer());
        int status = commandLine.execute(orStart(arguments));
        commandLine.getOut().flush();
        System.exit(output.status(status, commandLine.getErr()));
    }

    /** A server is what containers and development mode want, and they give no arguments. */
    static String[] orStart(String... arguments) {
        return arguments.length == 0 ? new String[] {StartCommand.NAME} : arguments;
    }

    static CommandLine commandLine(Server server) {
        return WholeNumbers.readBy(new CommandLine(new PenstockCommand(), new CommandFactory(server)))
                .setCaseInsensitiveEnumValuesAllowed(true)
                // Picocli's own converter is found by reflection, which a native image knows nothing of.
                .registerConverter(Path.class, Path::of)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof SampleProblem
                            || failure instanceof PenstockException
                            || failure instanceof JournalException
                            || failure instanceof UncheckedIOException) {
                        problem(command.getErr(), failure.getMessage());
                        return CommandLine.ExitCode.SOFTWARE;
                    }
                    throw failure;
                });
    }

    static void problem(PrintWriter err, String message) {
        err.println("penstock: " + PlainText.of(message));
        err.flush();
    }
}
