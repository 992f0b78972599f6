package io.penstock.server.http.overview;

import io.penstock.Broker;
import io.penstock.DestinationStatistics;
import io.penstock.DestinationStatistics.SubscriptionStatistics;
import io.penstock.Subscription;
import io.penstock.server.http.overview.DestinationLook.SubscriptionLook;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at one destination again and again, and computes its rates between two looks. Not thread-safe. */
final class DestinationWatch {

    /** After this time the policies are read again, which say where dead letters go. */
    private static final long POLICIES_NANOS = Duration.ofSeconds(30).toNanos();

    /** The longest problem that is told in a row: the whole text is with the destination. */
    private static final int MAX_PROBLEM_LENGTH = 200;

    private final String name;
    private @Nullable Long lookedAt;
    private boolean isActive = true;
    private @Nullable LookCounters counters;
    private Map<String, Set<String>> letterQueues = Map.of();
    private long policiesAt;

    /** @param since when the destination did not exist yet; null if it may have existed for long */
    DestinationWatch(String name, @Nullable Long since) {
        this.name = name;
        lookedAt = since;
        counters = since == null ? null : LookCounters.NONE;
        policiesAt = 0;
    }

    String name() {
        return name;
    }

    /** How long ago the last look was; the longest time of all if there was none. */
    long waitedNanos(long nowNanos) {
        return lookedAt == null ? Long.MAX_VALUE : nowNanos - lookedAt;
    }

    /** Whether the last look has found something that the one before had not; true if there were no two. */
    boolean isActive() {
        return isActive;
    }

    /** @throws io.penstock.PenstockException.UnknownDestination if it is gone */
    DestinationLook look(Broker broker, long nowNanos) {
        var statistics = broker.statistics(name);
        var now = LookCounters.of(statistics);
        var before = counters == null ? now : counters;
        long nanos = lookedAt == null ? 0 : nowNanos - lookedAt;
        readPolicies(broker, now.subscriptions().keySet(), nowNanos);
        isActive = counters != null && !now.equals(counters);
        counters = now;
        lookedAt = nowNanos;
        return new DestinationLook(
                name,
                statistics.destination().kind(),
                Rate.rounded(Rate.between(before.in(), now.in(), nanos)),
                Rate.rounded(now.outSince(before, nanos)),
                problem(statistics),
                statistics.subscriptions().stream()
                        .map(each -> look(each, before, nanos))
                        .toList(),
                isActive);
    }

    private SubscriptionLook look(SubscriptionStatistics known, LookCounters before, long nanos) {
        var was = before.of(known.name());
        var is = LookCounters.OfSubscription.of(known);
        var readers = new HashMap<String, Double>();
        is.readers()
                .forEach((consumer, delivered) -> readers.put(
                        consumer,
                        Rate.rounded(Rate.between(was.readers().getOrDefault(consumer, 0L), delivered, nanos))));
        return new SubscriptionLook(
                known,
                Rate.rounded(Rate.between(was.accepted(), is.accepted(), nanos)),
                Rate.rounded(Rate.between(was.deadLettered(), is.deadLettered(), nanos)),
                readers,
                letterQueues.getOrDefault(known.name(), Set.of()));
    }

    private void readPolicies(Broker broker, Set<String> subscriptions, long nowNanos) {
        boolean isKnown = letterQueues.keySet().equals(subscriptions) && nowNanos - policiesAt < POLICIES_NANOS;
        if (subscriptions.isEmpty() || isKnown) {
            return;
        }
        letterQueues = broker.subscriptions(name).stream()
                .collect(Collectors.toMap(
                        Subscription::name, each -> each.deadLetter().queues(name, each.name()), (one, other) -> one));
        policiesAt = nowNanos;
    }

    private static @Nullable String problem(DestinationStatistics statistics) {
        return Stream.concat(
                        Stream.ofNullable(statistics.problem()),
                        statistics.subscriptions().stream().map(SubscriptionStatistics::problem))
                .filter(Objects::nonNull)
                .findFirst()
                .map(DestinationWatch::shortened)
                .orElse(null);
    }

    static String shortened(String problem) {
        return problem.length() <= MAX_PROBLEM_LENGTH ? problem : problem.substring(0, MAX_PROBLEM_LENGTH - 1) + "…";
    }
}
