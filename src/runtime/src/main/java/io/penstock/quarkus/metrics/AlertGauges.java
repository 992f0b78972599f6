package io.penstock.quarkus.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.penstock.AlertRule;
import io.penstock.AlertState;
import io.penstock.Alerts;
import io.penstock.quarkus.alert.WebhookDeliveries;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** Shows what fires: of each declared rule, and of the alerts of all subscriptions together. */
final class AlertGauges {

    /** The value of the tag for the alerts that subscriptions have, whose number nobody bounds. */
    static final String OF_SUBSCRIPTIONS = "(subscriptions)";

    private final Alerts alerts;
    private final MultiGauge firing;

    AlertGauges(Alerts alerts, MeterRegistry registry) {
        this.alerts = alerts;
        firing = MultiGauge.builder("penstock.alerts.firing")
                .description("In how many places an alert fires")
                .register(registry);
        Gauge.builder(
                        "penstock.alerts.problems",
                        alerts,
                        each -> each.problems().size())
                .description("Alerts that cannot be evaluated")
                .register(registry);
    }

    /** Counts calls of webhooks. */
    static void count(WebhookDeliveries webhooks, MeterRegistry registry) {
        count(webhooks, webhooks.delivered(), "delivered", registry);
        count(webhooks, webhooks.failed(), "failed", registry);
    }

    /**
     * Counts for as long as the owner lives. A meter keeps the object that it reads only weakly, and nobody else keeps
     * the counters, so it must be the owner.
     */
    static void count(Object owner, Map<String, LongSupplier> counters, String outcome, MeterRegistry registry) {
        counters.forEach((name, counter) -> FunctionCounter.builder(
                        "penstock.webhooks.calls", owner, each -> counter.getAsLong())
                .description("Calls of webhooks that tell of alerts")
                .tag("webhook", name)
                .tag("outcome", outcome)
                .register(registry));
    }

    /** Takes what fires now. */
    void update() {
        var counts = new TreeMap<String, Integer>();
        counts.put(OF_SUBSCRIPTIONS, 0);
        alerts.rules().forEach(rule -> counts.put(rule.name(), 0));
        alerts.states().stream()
                .filter(AlertState::isFiring)
                .map(AlertState::rule)
                .forEach(rule -> counts.merge(tag(rule), 1, Integer::sum));
        firing.register(
                counts.entrySet().stream()
                        .map(each -> MultiGauge.Row.of(Tags.of("alert", each.getKey()), each.getValue()))
                        .toList(),
                true);
    }

    private static String tag(AlertRule rule) {
        return rule.ofSubscription() ? OF_SUBSCRIPTIONS : rule.name();
    }
}
