package io.penstock.server.cli;

import io.penstock.journal.offline.LogInspector;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** Checks everything in a log. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Reads the whole log, checks every checksum, sequence and offset, and names every damaged range."
                    + " Changes nothing.",
            "Exit status: 0 sound, a torn tail included; 1 could not look; 2 damaged; 64 wrong arguments."
        },
        exitCodeOnInvalidInput = LogCommand.USAGE)
final class LogVerifyCommand implements Callable<Integer> {

    @Mixin
    LogCommandOptions options;

    @Override
    public Integer call() {
        var out = options.out();
        try (var log = LogInspector.open(options.data)) {
            var findings = options.json ? new JsonFindings(new JsonLines(out)) : new TextFindings(out);
            var report = log.walk(findings);
            findings.summary(report);
            return findings.isDamaged(report) ? LogCommand.DAMAGED : 0;
        } finally {
            out.flush();
        }
    }
}
