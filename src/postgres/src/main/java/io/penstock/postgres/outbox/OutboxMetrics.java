package io.penstock.postgres.outbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;

import java.util.function.ToDoubleFunction;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The meters of the outbox. They show what the relay of this application has counted last. */
@Singleton
public class OutboxMetrics {

    private final OutboxRelay relay;
    private final MeterRegistry registry;

    @Inject
    OutboxMetrics(OutboxRelay relay, MeterRegistry registry) {
        this.relay = relay;
        this.registry = registry;
    }

    void start(@Observes StartupEvent event) {
        gauge(
                "penstock.outbox.waiting",
                "Committed messages of the outbox that are not in a log yet",
                OutboxStatistics::waiting);
        Gauge.builder(
                        "penstock.outbox.oldest",
                        relay,
                        known -> known.statistics().oldestSeconds())
                .description("Age of the oldest message of the outbox that is not in a log yet")
                .baseUnit("seconds")
                .register(registry);
        gauge("penstock.outbox.abandoned", "Messages of the outbox that were given up", OutboxStatistics::abandoned);
    }

    private void gauge(String name, String description, ToDoubleFunction<OutboxStatistics> value) {
        Gauge.builder(name, relay, known -> value.applyAsDouble(known.statistics()))
                .description(description)
                .register(registry);
    }
}
