package io.penstock.bench.http;

import io.penstock.bench.measure.Result;
import io.penstock.bench.measure.Windows;

import java.util.Map;

/** Makes results of what a client has counted. */
final class HttpResult {

    private HttpResult() {}

    /** Without what the client hands to the operating system, which says nothing of what the server writes. */
    static Result of(String scenario, String durability, Windows measured, Map<String, Object> further) {
        var result = Result.of(scenario, durability, measured, further);
        return new Result(
                scenario,
                result.recordsPerSecond(),
                result.p50Micros(),
                result.p99Micros(),
                Double.NaN,
                durability,
                result.further());
    }
}
