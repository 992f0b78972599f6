package io.penstock.quarkus.metrics;

import io.penstock.Broker;
import io.penstock.DestinationStatistics;
import io.penstock.DestinationStatistics.SubscriptionStatistics;
import io.penstock.PenstockException;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Caches the statistics of a destination for the meters of one scrape, so that the broker is asked once. It is safe for
 * use by any thread.
 */
final class StatisticsCache {

    /** The age at which statistics are read anew: longer than a scrape takes, shorter than the time between two. */
    static final Duration MAX_AGE = Duration.ofMillis(500);

    private final Broker broker;
    private final InstantSource clock;

    /** The statistics by destination, bounded by the number of destinations that have meters of their own. */
    private final Map<String, Snapshot> snapshots = new ConcurrentHashMap<>();

    private record Snapshot(DestinationStatistics statistics, Instant takenAt) {}

    StatisticsCache(Broker broker, InstantSource clock) {
        this.broker = broker;
        this.clock = clock;
    }

    /** The statistics of a destination; empty if it does not exist any more, or if the broker is closed. */
    Optional<DestinationStatistics> of(String destination) {
        var now = clock.instant();
        var snapshot = snapshots.get(destination);
        if (snapshot == null || Duration.between(snapshot.takenAt(), now).abs().compareTo(MAX_AGE) > 0) {
            try {
                snapshot = new Snapshot(broker.statistics(destination), now);
            } catch (PenstockException.UnknownDestination | PenstockException.Unavailable e) {
                snapshots.remove(destination);
                return Optional.empty();
            }
            snapshots.put(destination, snapshot);
        }
        return Optional.of(snapshot.statistics());
    }

    void forget(String destination) {
        snapshots.remove(destination);
    }

    Optional<SubscriptionStatistics> of(String destination, String subscription) {
        return of(destination)
                .flatMap(statistics -> statistics.subscriptions().stream()
                        .filter(each -> each.name().equals(subscription))
                        .findFirst());
    }
}
