package io.penstock.server.cli;

import io.penstock.journal.offline.LogInspector;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.util.concurrent.Callable;

/** Prints what is in a log. */
@Command(
        name = "dump",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the records of the log in its order, whatever has become of them since. Changes nothing.",
            "Exit status: 0 done; 1 could not look; 2 damage on the way, named on standard error, in JSON in its"
                    + " place; 64 wrong arguments."
        },
        exitCodeOnInvalidInput = LogCommand.USAGE)
final class LogDumpCommand implements Callable<Integer> {

    @Mixin
    LogCommandOptions options;

    @Option(
            names = "--partition",
            paramLabel = "P",
            description = "Only records of this partition; 'log verify' lists their numbers.")
    Integer partition;

    @Option(names = "--from", paramLabel = "OFFSET", description = "Only records from this offset on. Default: 0")
    long from;

    @Option(names = "--limit", paramLabel = "N", description = "Ends after so many lines.")
    Long limit;

    @Option(names = "--entries", description = "The broker's state entries as well, as they lie between the records.")
    boolean entries;

    @Override
    public Integer call() {
        require(partition == null || partition >= 0, "--partition is " + partition + ": choose 0 or more");
        require(from >= 0, "--from is " + from + ": choose 0 or more");
        require(limit == null || limit >= 1, "--limit is " + limit + ": choose 1 or more");
        var out = options.out();
        var err = options.command.commandLine().getErr();
        try (var log = LogInspector.open(options.data)) {
            var lines = options.json ? new JsonDump(new JsonLines(out)) : new TextDump(out, err);
            var dump = new Dump(
                    lines,
                    new Dump.Selection(partition, from, limit == null ? Long.MAX_VALUE : limit, entries),
                    () -> options.isOutputLost(out));
            log.walk(dump);
            return dump.isDamaged() ? LogCommand.DAMAGED : 0;
        } finally {
            out.flush();
        }
    }

    private void require(boolean valid, String problem) {
        if (!valid) {
            throw new ParameterException(options.command.commandLine(), problem);
        }
    }
}
