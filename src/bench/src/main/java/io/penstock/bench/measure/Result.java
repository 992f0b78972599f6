package io.penstock.bench.measure;

import java.util.LinkedHashMap;
import java.util.Map;

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
