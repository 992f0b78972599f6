package io.penstock.bench;

import io.penstock.bench.measure.Folders;
import io.penstock.bench.measure.Plan;
import io.penstock.bench.measure.Result;
import io.penstock.bench.measure.Scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Runs scenarios one after another, all in this process. */
public final class Benchmark {

    private final Plan plan;
    private final Report report;
    private final int rounds;

    public Benchmark(Plan plan, Report report) {
        this(plan, report, 1);
    }

    /** @param rounds how often all scenarios run, one after another; what is reported is the median of the rounds */
    public Benchmark(Plan plan, Report report, int rounds) {
        this.plan = plan;
        this.report = report;
        this.rounds = rounds;
    }

    /** The names of a suite's scenarios that match, in the order in which they run. */
    public static List<String> names(Suite suite, Pattern pattern) {
        return matching(suite, pattern).stream().map(Scenario::name).toList();
    }

    private static List<Scenario> matching(Suite suite, Pattern pattern) {
        return suite.scenarios().stream()
                .filter(scenario -> pattern.matcher(scenario.name()).find())
                .toList();
    }

    /**
     * Runs the scenarios that match, and reports each as its last round ends. Everything written is deleted.
     *
     * @throws IOException if the directory of the plan cannot be used
     */
    public void run(Suite suite, Pattern pattern) throws IOException {
        Files.createDirectories(plan.directory().toAbsolutePath());
        var scenarios = matching(suite, pattern);
        var results = new HashMap<String, Result>();
        report.begin(suite);
        try {
            var found = new HashMap<String, List<Result>>();
            for (int round = 1; round <= rounds; round++) {
                for (var scenario : scenarios) {
                    var all = found.computeIfAbsent(scenario.name(), name -> new ArrayList<>());
                    all.add(run(scenario));
                    if (round == rounds) {
                        var result = Result.median(all);
                        results.put(result.scenario(), result);
                        report.result(result);
                    }
                }
            }
        } finally {
            end(scenarios);
        }
        report.end(ratios(scenarios, results));
    }

    private Result run(Scenario scenario) throws IOException {
        var directory = Files.createTempDirectory(plan.directory().toAbsolutePath(), "bench-" + scenario.name() + "-");
        try {
            return scenario.run(plan, directory);
        } finally {
            Folders.delete(directory);
        }
    }

    private static void end(List<Scenario> scenarios) throws IOException {
        for (var scenario : scenarios) {
            scenario.end();
        }
    }

    private static List<Ratio> ratios(List<Scenario> scenarios, Map<String, Result> results) {
        return scenarios.stream()
                .flatMap(scenario -> scenario.comparedTo().stream()
                        .filter(results::containsKey)
                        .map(other -> Ratio.of(results.get(scenario.name()), results.get(other))))
                .toList();
    }
}
