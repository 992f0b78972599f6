package io.penstock.quarkus.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.BrokerEvent;

import java.util.function.Consumer;

/** Counts the alerts of dead letters, so that a monitor that missed the moment still sees that there was one. */
record AlertMeter(MeterRegistry registry) implements Consumer<BrokerEvent> {

    @Override
    public void accept(BrokerEvent event) {
        if (event instanceof BrokerEvent.DeadLettersRising rising) {
            Counter.builder("penstock.deadletters.alerts")
                    .description("How often more messages became dead letters within the window than is allowed")
                    .tag("destination", rising.destination())
                    .tag("subscription", rising.subscription())
                    .register(registry)
                    .increment();
        }
    }
}
