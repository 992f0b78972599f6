package io.penstock.quarkus.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.penstock.DestinationStatistics;
import io.penstock.DestinationStatistics.SubscriptionStatistics;

/**
 * Names meters by the semantic conventions of OpenTelemetry for messaging, where those have a name for what is
 * measured. They stand beside the meters whose names begin with {@code penstock}, so that dashboards for any messaging
 * system work.
 */
final class Convention {

    static final String SENT = "messaging.client.sent.messages";
    static final String CONSUMED = "messaging.client.consumed.messages";
    static final String PROCESS_DURATION = "messaging.process.duration";

    private static final String SYSTEM = "messaging.system";
    private static final String PENSTOCK = "penstock";
    private static final String OPERATION = "messaging.operation.name";
    private static final String DESTINATION = "messaging.destination.name";
    private static final String SUBSCRIPTION = "messaging.destination.subscription.name";

    private Convention() {}

    /** Whether a meter was registered by this extension. */
    static boolean isOurs(Meter meter) {
        return PENSTOCK.equals(meter.getId().getTag(SYSTEM));
    }

    static Tags tags(String operation, String destination) {
        return Tags.of(SYSTEM, PENSTOCK, OPERATION, operation, DESTINATION, destination);
    }

    static Tags tags(String operation, String destination, String subscription) {
        return tags(operation, destination).and(SUBSCRIPTION, subscription);
    }

    static Meter sent(String destination, StatisticsCache statistics, MeterRegistry registry) {
        return FunctionCounter.builder(
                        SENT,
                        statistics,
                        cache -> cache.of(destination)
                                .map(DestinationStatistics::sent)
                                .map(Long::doubleValue)
                                .orElse(Double.NaN))
                .description("Messages accepted since the broker was opened")
                .baseUnit("messages")
                .tags(tags("send", destination))
                .register(registry);
    }

    static Meter consumed(String destination, String subscription, StatisticsCache statistics, MeterRegistry registry) {
        return FunctionCounter.builder(
                        CONSUMED,
                        statistics,
                        cache -> cache.of(destination, subscription)
                                .map(SubscriptionStatistics::delivered)
                                .map(Long::doubleValue)
                                .orElse(Double.NaN))
                .description("Messages handed to consumers, again included")
                .baseUnit("messages")
                .tags(tags("receive", destination, subscription))
                .register(registry);
    }
}
