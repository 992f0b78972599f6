package io.penstock.bench;

import io.penstock.bench.measure.Result;

/**
 * Two scenarios of one run.
 *
 * @param ratio records per second of the one, divided by those of the other
 */
public record Ratio(String scenario, String comparedTo, double ratio) {

    static Ratio of(Result result, Result other) {
        return new Ratio(result.scenario(), other.scenario(), result.recordsPerSecond() / other.recordsPerSecond());
    }
}
