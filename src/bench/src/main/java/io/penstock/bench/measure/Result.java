package io.penstock.bench.measure;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What a scenario found. Numbers that it has none for are NaN.
 *
 * @param p50Micros half of the timed records, or calls, took no longer
 * @param bytesPerRecord handed to the operating system
 * @param further what only this kind of scenario knows
 */
public record Result(
        String scenario,
        double recordsPerSecond,
        double p50Micros,
        double p99Micros,
        double bytesPerRecord,
        String durability,
        Map<String, Object> further) {

    private static final double MEDIAN = 50;
    private static final double TAIL = 99;

    /**
     * What several rounds of a scenario found together: the round whose rate is the median, with the medians of times.
     *
     * @param rounds at least one
     */
    public static Result median(List<Result> rounds) {
        var byRate = rounds.stream()
                .sorted(Comparator.comparingDouble(Result::recordsPerSecond))
                .toList();
        var middle = byRate.get(byRate.size() / 2);
        var further = new LinkedHashMap<>(middle.further);
        if (rounds.size() > 1) {
            further.put("rounds", rounds.size());
            further.put("slowestRound", byRate.get(0).recordsPerSecond());
            further.put("fastestRound", byRate.get(byRate.size() - 1).recordsPerSecond());
        }
        return new Result(
                middle.scenario,
                middle.recordsPerSecond,
                median(rounds, Result::p50Micros),
                median(rounds, Result::p99Micros),
                middle.bytesPerRecord,
                middle.durability,
                further);
    }

    private static double median(List<Result> rounds, ToDoubleFunction<Result> number) {
        var sorted = rounds.stream().mapToDouble(number).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    public static Result of(String scenario, String durability, Windows measured, Map<String, Object> further) {
        var latencies = measured.latencies();
        var all = new LinkedHashMap<String, Object>();
        all.put("slowestWindow", measured.slowest());
        all.put("cpuMicrosPerRecord", Meter.micros(measured.cpuNanosPerRecord()));
        all.putAll(further);
        return new Result(
                scenario,
                measured.recordsPerSecond(),
                latencies.getTotalCount() == 0 ? Double.NaN : Meter.micros(latencies.getValueAtPercentile(MEDIAN)),
                latencies.getTotalCount() == 0 ? Double.NaN : Meter.micros(latencies.getValueAtPercentile(TAIL)),
                measured.bytesPerRecord(),
                durability,
                all);
    }
}
