package io.penstock.server.cli;

import io.penstock.broker.BrokerOptions;
import io.penstock.broker.migration.MigratedContent;
import io.penstock.broker.migration.MigratedPartition;
import io.penstock.journal.JournalException;
import io.penstock.kafka.KafkaMigration;
import io.penstock.kafka.KafkaOptions;
import io.penstock.kafka.migrate.MigrationDifference;
import io.penstock.kafka.migrate.MigrationListener;
import io.penstock.server.kafka.JsonMigrationLines;
import io.penstock.server.kafka.KafkaAddress;
import io.penstock.server.kafka.MigrationLines;
import io.penstock.server.kafka.TextMigrationLines;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Moves a data directory into Kafka, or back. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description = {
            "Copies all that is in a data directory into Kafka, or back: messages and all that is known of them, while"
                    + " no server and no instance runs. What was copied is read again and compared. The original stays"
                    + " as it is. If it is interrupted, nobody can use what there is of the copy: run it again.",
            "Exit status: 0 copied, and the same on both sides; 1 refused or failed; 2 it was copied and is not the"
                    + " same; 64 wrong arguments."
        },
        exitCodeOnInvalidInput = LogCommand.USAGE)
final class MigrateCommand implements Callable<Integer> {

    /** Where to. */
    enum Target {
        KAFKA,
        DIRECTORY
    }

    @Spec
    CommandSpec spec;

    @Option(
            names = "--to",
            paramLabel = "kafka|directory",
            required = true,
            description = "Where to: from the data directory into Kafka, or from Kafka into a data directory.")
    Target to;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory. With '--to directory' it is empty, or not there yet. Default: ./data")
    Path data = Path.of("data");

    @Mixin
    KafkaAddress kafka;

    @Option(
            names = "--max-message-bytes",
            paramLabel = "N",
            description = "The largest message, as the instances have it. Default: ${DEFAULT-VALUE}")
    int maxMessageBytes = BrokerOptions.DEFAULT_MAX_MESSAGE_BYTES;

    @Option(
            names = "--dry-run",
            description = "Reads everything, checks whether there is room for it on the other side, and writes nothing"
                    + " there.")
    boolean dryRun;

    @Option(names = "--json", description = "Prints one JSON object a line.")
    boolean json;

    @Override
    public Integer call() {
        var out = new PrintWriter(new BufferedWriter(spec.commandLine().getOut()));
        var lines = json ? new JsonMigrationLines(new JsonLines(out)::print) : new TextMigrationLines(out);
        KafkaOptions options = kafka.options();
        var migration = new KafkaMigration(options, BrokerOptions.in(data).withMaxMessageBytes(maxMessageBytes));
        try {
            var report = to == Target.KAFKA
                    ? migration.toKafka(dryRun, listener(lines, out))
                    : migration.toDirectory(dryRun, listener(lines, out));
            lines.report(report, to == Target.KAFKA ? kafka.describe() : data.toString());
            return ExitCode.OK;
        } catch (MigrationDifference e) {
            PenstockMain.problem(spec.commandLine().getErr(), e.getMessage());
            return LogCommand.DAMAGED;
        } catch (JournalException e) {
            PenstockMain.problem(
                    spec.commandLine().getErr(),
                    e.getMessage() + (dryRun ? "" : " Run it again: it begins anew, and the original is as it was."));
            return ExitCode.SOFTWARE;
        } finally {
            out.flush();
        }
    }

    /** What takes long is told as it goes. */
    private static MigrationListener listener(MigrationLines lines, PrintWriter out) {
        return new MigrationListener() {

            @Override
            public void surveyed(MigratedContent content) {
                lines.surveyed(content);
                out.flush();
            }

            @Override
            public void cleared() {
                lines.cleared();
                out.flush();
            }

            @Override
            public void copied(MigratedPartition partition) {
                lines.copied(partition);
                out.flush();
            }

            @Override
            public void verifying() {
                lines.verifying();
                out.flush();
            }
        };
    }
}
