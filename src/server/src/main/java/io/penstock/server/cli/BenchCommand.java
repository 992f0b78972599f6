package io.penstock.server.cli;

import io.penstock.bench.Benchmark;
import io.penstock.bench.Report;
import io.penstock.bench.Suite;
import io.penstock.bench.measure.Plan;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/** Measures on this machine. Starts no server in this process: what runs in it would be measured too. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures on this machine. No server is started but that of http, a process of its own, and all that is"
                    + " written is deleted at the end. Each scenario warms up for half of its time; quarkus and http"
                    + " for twice of it."
        })
final class BenchCommand implements Callable<Integer> {

    /** The limits of the duration: below, a window would end before a force does; above, a run would take a day. */
    private static final double MIN_SECONDS = 0.1;

    private static final double MAX_SECONDS = 600;

    private static final int MAX_ROUNDS = 99;

    @Spec
    CommandSpec command;

    @Parameters(
            paramLabel = "journal|broker|jms|quarkus|http|kafka",
            description = {
                "What is measured: the journal, beside what the disk allows; the broker, from sending to acceptance;"
                        + " Jakarta Messaging, beside another provider in the same process if it is at hand;"
                        + " listeners and channels of a Quarkus application, which is a process of its own; the"
                        + " server over HTTP, beside an endpoint that drops what it reads; or the engine on Kafka,"
                        + " beside a plain producer and consumer."
            })
    Suite suite;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "How long each scenario is measured. Default: ${DEFAULT-VALUE}")
    double seconds = 5;

    @Option(names = "--json", description = "Print one JSON object a line instead of tables.")
    boolean json;

    @Option(
            names = "--scenario",
            paramLabel = "REGEX",
            description = "Run only scenarios in whose name this is found. Default: all")
    Pattern scenarios = Pattern.compile("");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "On the disk to be measured; needs some GiB. Default: the current one")
    Path data = Path.of("");

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description =
                    "How often all scenarios run, one after another. Medians are printed. Default: ${DEFAULT-VALUE}")
    int rounds = 1;

    @Option(
            names = "--servers",
            paramLabel = "HOST:PORT,...",
            description = "Where a Kafka is, for kafka. Default: one is started on this machine")
    String servers = "";

    @Override
    public Integer call() {
        if (!(seconds >= MIN_SECONDS && seconds <= MAX_SECONDS)) {
            throw new ParameterException(
                    command.commandLine(),
                    "--seconds is " + seconds + ": choose " + MIN_SECONDS + " to " + (int) MAX_SECONDS);
        }
        if (rounds < 1 || rounds > MAX_ROUNDS) {
            throw new ParameterException(
                    command.commandLine(), "--rounds is " + rounds + ": choose 1 to " + MAX_ROUNDS);
        }
        var names = Benchmark.names(suite, scenarios);
        if (names.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(),
                    "No scenario has '" + scenarios + "' in its name. There are "
                            + String.join(", ", Benchmark.names(suite, Pattern.compile(""))) + ".");
        }
        var out = command.commandLine().getOut();
        var report = json ? Report.json(out) : Report.table(out);
        try {
            new Benchmark(Plan.of(seconds, data).withKafka(servers), report, rounds).run(suite, scenarios);
            return CommandLine.ExitCode.OK;
        } catch (IOException e) {
            PenstockMain.problem(
                    command.commandLine().getErr(),
                    "Cannot measure in " + data + " (" + e + "). Choose a directory that can be written, with --data.");
            return CommandLine.ExitCode.SOFTWARE;
        }
    }
}
