package io.penstock.server.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.nio.file.Path;

/** The options of every command that looks into a log. */
final class LogCommandOptions {

    @Spec(Spec.Target.MIXEE)
    CommandSpec command;

    @Option(names = "--data", paramLabel = "DIR", description = "The data directory. Default: ./data")
    Path data = Path.of("data");

    @Option(names = "--json", description = "Prints one JSON object a line.")
    boolean json;

    /** Whether standard output takes nothing more: its disk is full, or nobody reads it. */
    boolean isOutputLost(PrintWriter out) {
        out.flush();
        return command.commandLine().getOut().checkError();
    }

    /** Standard output, without a system call for each line. */
    PrintWriter out() {
        return new PrintWriter(new BufferedWriter(command.commandLine().getOut()));
    }
}
