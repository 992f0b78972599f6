package io.penstock.server.http.destination;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.Compression;
import io.penstock.Destination;
import io.penstock.DestinationKind;
import io.penstock.DestinationStatistics;
import io.penstock.DestinationStatistics.PartitionStatistics;
import io.penstock.DestinationStatistics.RoutingStatistics;
import io.penstock.DestinationStatistics.SubscriptionStatistics;
import io.penstock.security.Action;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Shows a destination and its state. Counters count since the broker was opened.
 *
 * @param depth of a queue, the messages that are not settled; of a topic, those that the log holds
 * @param limitUse how much of the limits is used; absent if there are none
 * @param offsets of each partition; only if one destination is asked for
 * @param exchange of an exchange, how it routes
 * @param routing of an exchange, its bindings and counters
 * @param problem why some of its partitions cannot be read or written, or get no older; absent if none is so
 * @param may what the caller may do there, by the names that permissions have; only if one destination is asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DestinationView(
        String name,
        DestinationKind kind,
        int partitions,
        RetentionView retention,
        Compression compression,
        Duration deduplication,
        int priorities,
        LimitsView limits,
        Duration timeToLive,
        long depth,
        long messages,
        long sent,
        long duplicates,
        LimitUse limitUse,
        List<SubscriptionStatistics> subscriptions,
        List<PartitionStatistics> offsets,
        ExchangeView exchange,
        RoutingStatistics routing,
        String problem,
        List<String> may) {

    /**
     * Shows how much of its limits a destination uses.
     *
     * @param bytes absent unless they are limited
     * @param discarded messages that were thrown away for newer ones
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LimitUse(long messages, Long bytes, long discarded) {

        private static LimitUse of(DestinationStatistics statistics) {
            return statistics.destination().effectiveLimits().hasBounds()
                    ? new LimitUse(
                            statistics.depth(),
                            statistics.depthBytes() < 0 ? null : statistics.depthBytes(),
                            statistics.discardedByLimit())
                    : null;
        }
    }

    /** What changes while a destination is used; nothing has happened yet if only its configuration is shown. */
    private record State(
            long depth,
            long messages,
            long sent,
            long duplicates,
            LimitUse limitUse,
            List<SubscriptionStatistics> subscriptions,
            List<PartitionStatistics> offsets,
            RoutingStatistics routing,
            String problem,
            List<String> may) {

        private static final State NONE = new State(0, 0, 0, 0, null, null, null, null, null, null);

        private static State of(DestinationStatistics statistics, List<PartitionStatistics> offsets, List<String> may) {
            return new State(
                    statistics.destination().isQueue() ? waiting(statistics) : statistics.messages(),
                    statistics.messages(),
                    statistics.sent(),
                    statistics.duplicates(),
                    LimitUse.of(statistics),
                    statistics.subscriptions(),
                    offsets,
                    statistics.routing(),
                    statistics.problem(),
                    may);
        }
    }

    static DestinationView summary(DestinationStatistics statistics) {
        return of(statistics.destination(), State.of(statistics, null, null));
    }

    static DestinationView withOffsets(DestinationStatistics statistics, Set<Action> may) {
        var names = may.stream().map(Action::toString).toList();
        return of(statistics.destination(), State.of(statistics, statistics.partitions(), names));
    }

    /** Shows a destination as it is configured, without its state. */
    static DestinationView configured(Destination destination) {
        return of(destination, State.NONE);
    }

    private static DestinationView of(Destination destination, State state) {
        return new DestinationView(
                destination.name(),
                destination.kind(),
                destination.partitions(),
                RetentionView.of(destination.effectiveRetention()),
                destination.effectiveCompression(),
                destination.effectiveDeduplication(),
                destination.effectivePriorities(),
                LimitsView.of(destination.effectiveLimits()),
                destination.effectiveTimeToLive(),
                state.depth(),
                state.messages(),
                state.sent(),
                state.duplicates(),
                state.limitUse(),
                state.subscriptions(),
                state.offsets(),
                ExchangeView.of(destination.exchange()),
                state.routing(),
                state.problem(),
                state.may());
    }

    private static long waiting(DestinationStatistics statistics) {
        return statistics.subscriptions().stream()
                .mapToLong(SubscriptionStatistics::waiting)
                .sum();
    }
}
