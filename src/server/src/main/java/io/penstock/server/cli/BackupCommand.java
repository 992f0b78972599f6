package io.penstock.server.cli;

import io.penstock.BackupContent;
import io.penstock.PenstockException;
import io.penstock.server.backup.BackupOutput;
import io.penstock.server.backup.StoppedDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;

/** Makes a backup: a running server is asked for it, and writes it itself. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description = {
            "Has a running server make a backup of everything, while messages flow. The server writes it to its"
                    + " penstock.backup.directory; this waits for the end. With --data, makes one of a data directory"
                    + " that no server has open.",
            "Exit status: 0 complete; 1 it failed; 2 complete, of a log that is damaged; 64 wrong arguments."
        },
        exitCodeOnInvalidInput = LogCommand.USAGE)
final class BackupCommand implements Callable<Integer> {

    @Spec
    CommandSpec spec;

    @Option(
            names = "--to",
            paramLabel = "NAME",
            required = true,
            description = "Its name: NAME.tar.gz or NAME.tar.zst for an archive, any other for a directory. With --data"
                    + " it may be a path.")
    String to;

    @Option(names = "--data", paramLabel = "DIR", description = "The data directory of a server that is not running.")
    Path data;

    @Mixin
    ServerAddress server;

    @Override
    public Integer call() {
        if (data == null) {
            return server.connect(spec.commandLine().getErr())
                    .backUp(to, spec.commandLine().getOut());
        }
        if (server.isGiven()) {
            throw wrong("--data is for a server that is not running: leave out --server, --user and --password-stdin.");
        }
        return backUpStopped();
    }

    private BackupOutput output() {
        var target = Path.of(to).toAbsolutePath().normalize();
        if (to.isBlank() || target.getFileName() == null) {
            throw wrong("--to is '" + to + "': name the archive or the directory to make.");
        }
        if (target.startsWith(data.toAbsolutePath().normalize())) {
            throw wrong("--to lies in the data directory: choose another place.");
        }
        try {
            return BackupOutput.at(target);
        } catch (PenstockException.InvalidConfiguration e) {
            throw wrong("--to is '" + to + "'. " + e.getMessage());
        }
    }

    private ParameterException wrong(String text) {
        return new ParameterException(spec.commandLine(), text);
    }

    private int backUpStopped() {
        var out = spec.commandLine().getOut();
        var findings = new TextFindings(spec.commandLine().getErr());
        var output = output();
        BackupContent content = StoppedDirectory.backUp(
                data, output, findings, InstantSource.system().instant());
        out.println("Complete: " + output.describe() + ", files: " + output.files() + ", bytes: " + output.bytes());
        content.problems().forEach(out::println);
        out.flush();
        return content.problems().isEmpty() ? ExitCode.OK : LogCommand.DAMAGED;
    }
}
