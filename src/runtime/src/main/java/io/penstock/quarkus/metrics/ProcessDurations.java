package io.penstock.quarkus.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.penstock.Delivery;
import io.penstock.quarkus.config.PenstockConfig;
import io.penstock.spi.HandlerObserver;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Measures how long handlers take, by subscription and by what they fail with. A batch counts once. The destinations
 * that have meters of their own are measured, up to the same limit.
 */
@Singleton
public class ProcessDurations implements HandlerObserver {

    /** The value for what has not failed: a meter of one name always has the same tags. */
    private static final String NO_ERROR = "none";

    private final PenstockConfig config;
    private final Instance<MeterRegistry> registries;

    /** The timers, of which there are not more than the configured limit. */
    private final Map<Measured, Timer> timers = new ConcurrentHashMap<>();

    /** Read at the first message: the broker is opened before the configuration of the meters is checked. */
    private volatile Selection selection;

    private record Measured(String destination, String subscription, String error) {}

    @Inject
    ProcessDurations(PenstockConfig config, Instance<MeterRegistry> registries) {
        this.config = config;
        this.registries = registries;
    }

    @Override
    public Handling begin(List<Delivery> deliveries) {
        return new Running(this, deliveries.get(0), System.nanoTime());
    }

    private record Running(ProcessDurations durations, Delivery first, long begunNanos) implements Handling {

        @Override
        public void ended(Throwable failure, String disposition) {
            durations.ended(first, failure, System.nanoTime() - begunNanos);
        }
    }

    private void ended(Delivery delivery, Throwable failure, long nanos) {
        var measured = new Measured(
                delivery.message().destination(),
                delivery.subscription(),
                failure == null ? NO_ERROR : failure.getClass().getName());
        var timer = timers.get(measured);
        if (timer == null && timers.size() < selection().limit() && selection().chooses(measured.destination())) {
            timer = timers.computeIfAbsent(measured, this::register);
        }
        if (timer != null) {
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    private Selection selection() {
        var chosen = selection;
        if (chosen == null) {
            chosen = Selection.of(config.metrics());
            selection = chosen;
        }
        return chosen;
    }

    private Timer register(Measured measured) {
        return Timer.builder(Convention.PROCESS_DURATION)
                .description("The time that handlers take")
                .tags(Convention.tags("process", measured.destination(), measured.subscription())
                        .and("error.type", measured.error()))
                .register(registries.get());
    }
}
