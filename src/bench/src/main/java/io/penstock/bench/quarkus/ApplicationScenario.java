package io.penstock.bench.quarkus;

import io.penstock.bench.measure.Plan;
import io.penstock.bench.measure.Result;
import io.penstock.bench.measure.Scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One way that messages take through an application, in a process that nothing else was measured in.
 *
 * @param way as the application knows it
 * @param size of the payload, or the number of listeners that are idle
 * @param broker that the application is for
 * @param longer how many times as long as others this is measured
 */
public record ApplicationScenario(
        String name,
        List<String> comparedTo,
        String way,
        int size,
        String durability,
        ApplicationBroker broker,
        int longer)
        implements Scenario {

    /** How many times as long it warms up as other scenarios, which find code that is compiled already. */
    private static final int WARM_UP = 4;

    @Override
    public Result run(Plan plan, Path directory) throws IOException {
        var lasting = new Plan(
                plan.directory(),
                plan.warmUpNanos() * WARM_UP,
                plan.windowNanos() * longer,
                plan.windows(),
                plan.records());
        var properties = broker.properties(plan, directory, durability);
        var found = new LinkedHashMap<>(
                broker.application().run(lasting, directory, properties, List.of(way, Integer.toString(size))));
        return new Result(
                name,
                number(found, "recordsPerSecond"),
                number(found, "p50Micros"),
                number(found, "p99Micros"),
                broker.isInProcess() ? number(found, "bytesPerRecord") : without(found, "bytesPerRecord"),
                durability,
                found);
    }

    private static double number(Map<String, Object> found, String field) {
        return found.remove(field) instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /** What a client hands to the operating system says nothing of what its server writes. */
    private static double without(Map<String, Object> found, String field) {
        found.remove(field);
        return Double.NaN;
    }

    @Override
    public void end() throws IOException {
        broker.end();
    }
}
