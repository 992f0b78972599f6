package io.penstock.quarkus.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.penstock.Broker;
import io.penstock.Capability;
import io.penstock.DestinationKind;
import io.penstock.DestinationStatistics;
import io.penstock.DestinationStatistics.SubscriptionStatistics;
import io.penstock.ScheduleStatus;
import org.jboss.logging.Logger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Registers the meters of a broker. Values are read from the broker when they are scraped. {@link #discover()} adds
 * meters for new destinations and subscriptions, and removes those of deleted ones.
 */
final class BrokerMetrics {

    private static final Logger LOG = Logger.getLogger(BrokerMetrics.class);

    private static final String DESTINATION = "destination";
    private static final String SUBSCRIPTION = "subscription";

    private final Broker broker;
    private final MeterRegistry registry;
    private final StatisticsCache statistics;
    private final Selection selection;
    private final Map<Measured, List<Meter>> meters = new HashMap<>();
    private volatile int unmeasured;

    /** A subscription, or a destination if the name of the subscription is missing, that has meters of its own. */
    private record Measured(String destination, DestinationKind kind, String subscription) {}

    BrokerMetrics(Broker broker, MeterRegistry registry, StatisticsCache statistics, Selection selection) {
        this.selection = selection;
        this.broker = broker;
        this.registry = registry;
        this.statistics = statistics;
        Gauge.builder("penstock.broker.running", broker, b -> b.health().isRunning() ? 1 : 0)
                .description("1 while the broker accepts and hands out messages, otherwise 0")
                .register(registry);
        Gauge.builder("penstock.metrics.unmeasured", this, m -> m.unmeasured)
                .description("Destinations and subscriptions that would have meters of their own but for the limit")
                .register(registry);
        if (broker.capabilities().supports(Capability.SCHEDULES)) {
            schedules(ScheduleStatus.PROBLEM, "Schedules that cannot fire");
            schedules(ScheduleStatus.BEHIND, "Schedules that wait because the clock was set back");
        }
    }

    private void schedules(ScheduleStatus status, String description) {
        Gauge.builder("penstock.schedules." + status.name().toLowerCase(Locale.ROOT), broker, b -> count(b, status))
                .description(description)
                .register(registry);
    }

    private static double count(Broker broker, ScheduleStatus status) {
        return broker.schedules().list().stream()
                .filter(state -> state.status() == status)
                .count();
    }

    /** Adds and removes meters so that they fit the destinations that exist. One thread calls this at a time. */
    void discover() {
        var wanted = new LinkedHashSet<Measured>();
        for (var destination : broker.destinations()) {
            if (selection.chooses(destination.name())) {
                wanted.add(new Measured(destination.name(), destination.kind(), null));
                for (var subscription : broker.subscriptions(destination.name())) {
                    wanted.add(new Measured(destination.name(), destination.kind(), subscription.name()));
                }
            }
        }
        meters.entrySet().removeIf(entry -> {
            boolean gone = !wanted.contains(entry.getKey());
            if (gone) {
                entry.getValue().forEach(registry::remove);
                statistics.forget(entry.getKey().destination());
            }
            return gone;
        });
        // Destinations that have meters keep them: whoever watches one must not lose it because another destination was
        // declared.
        for (var each : wanted) {
            if (meters.size() >= selection.limit()) {
                break;
            }
            meters.computeIfAbsent(each, this::make);
        }
        tellUnmeasured(wanted.size() - meters.size());
    }

    private void tellUnmeasured(int now) {
        if (now > 0 && unmeasured == 0) {
            LOG.warnf(
                    "%d destinations and subscriptions have no meters of their own, since %d have"
                            + " (penstock.metrics.limit). Name those that matter with penstock.metrics.destinations."
                            + " The sums (penstock.all.*) have all of them.",
                    now, selection.limit());
        }
        unmeasured = now;
    }

    private List<Meter> make(Measured measured) {
        var tags = Tags.of(
                DESTINATION,
                measured.destination(),
                "kind",
                measured.kind().name().toLowerCase(Locale.ROOT));
        if (measured.subscription() != null) {
            return subscriptionMeters(
                    measured.destination(), measured.subscription(), tags.and(SUBSCRIPTION, measured.subscription()));
        }
        return measured.kind() == DestinationKind.EXCHANGE
                ? exchangeMeters(measured.destination(), tags)
                : destinationMeters(measured.destination(), tags);
    }

    private List<Meter> exchangeMeters(String exchange, Tags tags) {
        return List.of(
                FunctionCounter.builder(
                                "penstock.messages.routed",
                                statistics,
                                of(exchange, known -> known.routing().routed()))
                        .description("Messages that an exchange has sent on since the broker was opened")
                        .tags(tags)
                        .register(registry),
                FunctionCounter.builder(
                                "penstock.messages.unroutable",
                                statistics,
                                of(exchange, known -> known.routing().unroutable()))
                        .description("Messages that an exchange had no destination for")
                        .tags(tags)
                        .register(registry));
    }

    private List<Meter> destinationMeters(String destination, Tags tags) {
        return List.of(
                Convention.sent(destination, statistics, registry),
                FunctionCounter.builder(
                                "penstock.messages.sent", statistics, of(destination, DestinationStatistics::sent))
                        .description("Messages accepted since the broker was opened")
                        .tags(tags)
                        .register(registry),
                FunctionCounter.builder(
                                "penstock.messages.duplicates",
                                statistics,
                                of(destination, DestinationStatistics::duplicates))
                        .description("Messages that were not written, since one of the same id had been")
                        .tags(tags)
                        .register(registry),
                FunctionCounter.builder(
                                "penstock.ids.forgotten",
                                statistics,
                                of(destination, DestinationStatistics::forgottenIds))
                        .description("Ids given up before their time: a second message of such an id would be taken")
                        .tags(tags)
                        .register(registry),
                FunctionCounter.builder(
                                "penstock.messages.discarded.by.limit",
                                statistics,
                                of(destination, DestinationStatistics::discardedByLimit))
                        .description("Messages thrown away for newer ones, since the destination was full")
                        .tags(tags)
                        .register(registry),
                Gauge.builder("penstock.limit.messages.used", statistics, of(destination, DestinationStatistics::depth))
                        .description("Messages that count for the limit of the destination")
                        .tags(tags)
                        .register(registry),
                Gauge.builder(
                                "penstock.limit.messages",
                                statistics,
                                of(
                                        destination,
                                        each -> each.destination()
                                                .effectiveLimits()
                                                .maxMessages()))
                        .description("Messages that may wait; 0 for any number")
                        .tags(tags)
                        .register(registry),
                Gauge.builder(
                                "penstock.limit.bytes.used",
                                statistics,
                                of(destination, DestinationStatistics::depthBytes))
                        .description("Bytes that count for the limit of the destination; -1 if they are not limited")
                        .tags(tags)
                        .register(registry),
                Gauge.builder(
                                "penstock.limit.bytes",
                                statistics,
                                of(
                                        destination,
                                        each -> each.destination()
                                                .effectiveLimits()
                                                .maxBytes()))
                        .description("Bytes that may wait; 0 for any number")
                        .tags(tags)
                        .register(registry),
                Gauge.builder("penstock.messages.stored", statistics, of(destination, DestinationStatistics::messages))
                        .description("Messages that the log holds")
                        .tags(tags)
                        .register(registry));
    }

    private List<Meter> subscriptionMeters(String destination, String subscription, Tags tags) {
        var made = new ArrayList<Meter>();
        made.add(Convention.consumed(destination, subscription, statistics, registry));
        for (var gauge : SubscriptionMeter.GAUGES) {
            made.add(Gauge.builder(gauge.name(), statistics, of(destination, subscription, gauge.value()))
                    .description(gauge.description())
                    .tags(tags)
                    .register(registry));
        }
        for (var counter : SubscriptionMeter.COUNTERS) {
            made.add(FunctionCounter.builder(counter.name(), statistics, of(destination, subscription, counter.value()))
                    .description(counter.description())
                    .tags(tags)
                    .register(registry));
        }
        return made;
    }

    private static ToDoubleFunction<StatisticsCache> of(
            String destination, ToDoubleFunction<DestinationStatistics> value) {
        return cache -> cache.of(destination).map(value::applyAsDouble).orElse(Double.NaN);
    }

    private static ToDoubleFunction<StatisticsCache> of(
            String destination, String subscription, ToDoubleFunction<SubscriptionStatistics> value) {
        return cache ->
                cache.of(destination, subscription).map(value::applyAsDouble).orElse(Double.NaN);
    }
}
