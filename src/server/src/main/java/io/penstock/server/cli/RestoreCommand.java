package io.penstock.server.cli;

import io.penstock.journal.offline.LogInspector;
import io.penstock.server.backup.Restore;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Turns a backup back into a data directory. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description = {
            "Puts a backup into an empty data directory, after every checksum was compared, and the log in it was"
                    + " verified as by 'log verify'. A backup that is not complete is refused.",
            "Exit status: 0 restored; 1 refused or failed, the directory is as before; 2 the log in the backup is"
                    + " damaged, nothing was restored unless --accept-damage is given; 64 wrong arguments."
        },
        exitCodeOnInvalidInput = LogCommand.USAGE)
final class RestoreCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Option(
            names = "--from",
            paramLabel = "BACKUP",
            required = true,
            description = "A directory, or a file NAME.tar.gz or NAME.tar.zst, as 'backup' has made it.")
    Path from;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            required = true,
            description = "The data directory to make: empty, or not there yet.")
    Path data;

    @Option(
            names = "--accept-damage",
            description = "Restores also a log that was damaged when it was backed up, to be mended by 'log repair'.")
    boolean acceptDamage;

    private boolean isDamaged;

    @Override
    public Integer call() {
        var out = spec.commandLine().getOut();
        var result = Restore.run(from, data, directory -> verify(directory, out) || acceptDamage);
        out.println(
                result.isWhole()
                        ? "Restored to " + data + ": the state of "
                                + result.content().takenAt() + ", files: " + result.files() + ", bytes: "
                                + result.bytes() + "."
                        : "Nothing was restored: the log in the backup is damaged. --accept-damage restores it as it"
                                + " is.");
        out.flush();
        return isDamaged ? LogCommand.DAMAGED : ExitCode.OK;
    }

    private boolean verify(Path directory, PrintWriter out) {
        try (var log = LogInspector.open(directory)) {
            var findings = new TextFindings(out);
            var report = log.walk(findings);
            findings.summary(report);
            isDamaged = findings.isDamaged(report);
            return !isDamaged;
        }
    }
}
