package io.penstock.bench.application;

import io.penstock.bench.application.idle.Idleness;
import io.penstock.bench.application.load.Measurement;
import io.penstock.bench.application.load.Way;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;

import jakarta.inject.Inject;

/** Is told what to measure by its arguments: a way, the payload's size or the number of listeners, and the plan. */
@QuarkusMain
public class BenchApplication implements QuarkusApplication {

    static final String IDLE = "idle";

    @Inject
    Measurement measurement;

    @Inject
    Idleness idleness;

    @Override
    public int run(String... arguments) throws Exception {
        var plan = Measurement.plan(arguments[2], arguments[3], arguments[4]);
        int size = Integer.parseInt(arguments[1]);
        Measurement.print(
                arguments[0].equals(IDLE) ? idleness.of(size, plan) : measurement.of(Way.of(arguments[0]), size, plan));
        return 0;
    }
}
