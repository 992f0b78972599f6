package io.penstock.quarkus.metrics;

import io.penstock.DestinationStatistics;
import io.penstock.DestinationStatistics.SubscriptionStatistics;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Describes one meter over all destinations of a kind, with the function that reads the part of one destination.
 *
 * @param isCounter whether the value only grows, also when a destination is deleted
 * @param isMaximum whether the largest part counts, and not the sum
 */
record Total(
        String name,
        String description,
        boolean isCounter,
        boolean isMaximum,
        ToDoubleFunction<DestinationStatistics> value) {

    private static final String PREFIX = "penstock.all.";
    private static final String OWN_PREFIX = "penstock.";
    private static final String OLDEST = "penstock.subscription.oldest.age.seconds";

    static final List<Total> ALL = Stream.of(
                    Stream.of(
                            gauge("destinations", "Destinations", each -> 1),
                            gauge(
                                    "subscriptions",
                                    "Subscriptions",
                                    each -> each.subscriptions().size()),
                            gauge(
                                    "subscriptions.unattended",
                                    "Subscriptions with messages and without a consumer",
                                    each -> each.subscriptions().stream()
                                            .filter(one -> one.waiting() > 0 && one.consumers() == 0)
                                            .count()),
                            gauge("messages.stored", "Messages that the log holds", DestinationStatistics::messages),
                            counter("messages.sent", "Messages accepted", DestinationStatistics::sent),
                            counter(
                                    "messages.duplicates",
                                    "Messages that were not written, since one of the same id had been",
                                    DestinationStatistics::duplicates),
                            counter(
                                    "messages.discarded.by.limit",
                                    "Messages thrown away for newer ones",
                                    DestinationStatistics::discardedByLimit),
                            counter(
                                    "messages.routed",
                                    "Messages that exchanges have sent on",
                                    each -> each.routing() == null
                                            ? 0
                                            : each.routing().routed()),
                            counter(
                                    "messages.unroutable",
                                    "Messages that exchanges had no destination for",
                                    each -> each.routing() == null
                                            ? 0
                                            : each.routing().unroutable())),
                    SubscriptionMeter.GAUGES.stream().map(meter -> of(meter, false)),
                    SubscriptionMeter.COUNTERS.stream().map(meter -> of(meter, true)))
            .flatMap(each -> each)
            .toList();

    private static Total gauge(String name, String description, ToDoubleFunction<DestinationStatistics> value) {
        return new Total(PREFIX + name, description, false, false, value);
    }

    private static Total counter(String name, String description, ToDoubleFunction<DestinationStatistics> value) {
        return new Total(PREFIX + name, description, true, false, value);
    }

    private static Total of(SubscriptionMeter meter, boolean isCounter) {
        boolean isMaximum = meter.name().equals(OLDEST);
        return new Total(
                PREFIX + meter.name().substring(OWN_PREFIX.length()),
                meter.description(),
                isCounter,
                isMaximum,
                statistics -> combined(statistics.subscriptions(), meter.value(), isMaximum));
    }

    private static double combined(
            List<SubscriptionStatistics> all, ToDoubleFunction<SubscriptionStatistics> value, boolean isMaximum) {
        double combined = 0;
        for (var each : all) {
            combined = isMaximum ? Math.max(combined, value.applyAsDouble(each)) : combined + value.applyAsDouble(each);
        }
        return combined;
    }
}
