package io.penstock.quarkus.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.BrokerEvent;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Counts dead-letter alerts, so that a monitor that missed the moment still sees that there was one. */
final class AlertMeter implements Consumer<BrokerEvent> {

    /** The value of the tags for destinations and subscriptions without meters of their own. */
    static final String OTHERS = "(others)";

    private final MeterRegistry registry;
    private final Selection selection;
    private final Set<List<String>> measured = ConcurrentHashMap.newKeySet();

    AlertMeter(MeterRegistry registry, Selection selection) {
        this.registry = registry;
        this.selection = selection;
    }

    @Override
    public void accept(BrokerEvent event) {
        if (event instanceof BrokerEvent.DeadLettersRising rising) {
            boolean hasItsOwn = hasItsOwn(rising.destination(), rising.subscription());
            Counter.builder("penstock.deadletters.alerts")
                    .description("How often more messages became dead letters within the window than is allowed")
                    .tag("destination", hasItsOwn ? rising.destination() : OTHERS)
                    .tag("subscription", hasItsOwn ? rising.subscription() : OTHERS)
                    .register(registry)
                    .increment();
        }
    }

    /**
     * Whether a subscription has a meter of its own. One thread calls this at a time, because events come one after the
     * other.
     */
    private boolean hasItsOwn(String destination, String subscription) {
        var names = List.of(destination, subscription);
        if (measured.contains(names)) {
            return true;
        }
        return selection.chooses(destination) && measured.size() < selection.limit() && measured.add(names);
    }
}
