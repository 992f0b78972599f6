package io.penstock.bench.http;

import io.penstock.bench.measure.Plan;

/** Gives a server longer to become warm. */
final class Warm {

    /** How many times as long it warms up as what runs in this process. */
    private static final int TIMES = 4;

    private Warm() {}

    static Plan plan(Plan plan) {
        return new Plan(
                plan.directory(), plan.warmUpNanos() * TIMES, plan.windowNanos(), plan.windows(), plan.records());
    }
}
