package io.penstock.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.penstock.bench.measure.Result;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One JSON object a line: results, then ratios. A number that there is none for is null. */
final class JsonReport implements Report {

    private static final double PRECISION = 1_000;

    private final ObjectMapper mapper = new ObjectMapper();
    private final PrintWriter out;

    JsonReport(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void begin(Suite suite) {}

    @Override
    public void result(Result result) {
        var line = new LinkedHashMap<String, Object>();
        line.put("scenario", result.scenario());
        line.put("recordsPerSecond", number(result.recordsPerSecond()));
        line.put("p50Micros", number(result.p50Micros()));
        line.put("p99Micros", number(result.p99Micros()));
        line.put("bytesPerRecord", number(result.bytesPerRecord()));
        line.put("durability", result.durability());
        result.further().forEach((name, value) -> line.put(name, value instanceof Double d ? number(d) : value));
        print(line);
    }

    @Override
    public void end(List<Ratio> ratios) {
        for (var ratio : ratios) {
            var line = new LinkedHashMap<String, Object>();
            line.put("ratioOf", ratio.scenario());
            line.put("to", ratio.comparedTo());
            line.put("ratio", number(ratio.ratio()));
            print(line);
        }
    }

    private static Number number(double value) {
        return Double.isFinite(value) ? Math.round(value * PRECISION) / PRECISION : null;
    }

    private void print(Map<String, Object> line) {
        try {
            out.println(mapper.writeValueAsString(line));
            out.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Strings and numbers are always valid JSON.", e);
        }
    }
}
