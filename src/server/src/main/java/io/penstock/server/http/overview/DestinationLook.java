package io.penstock.server.http.overview;

import io.penstock.DestinationKind;
import io.penstock.DestinationStatistics.SubscriptionStatistics;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one look at a destination has found.
 *
 * @param in messages a second that were accepted since the look before
 * @param out messages a second that consumers accepted; of an exchange, those that it sent on
 * @param problem why some of it is not served, of the destination or of a subscription; null if all is
 * @param isActive whether something has changed since the look before
 */
record DestinationLook(
        String name,
        DestinationKind kind,
        double in,
        double out,
        @Nullable String problem,
        List<SubscriptionLook> subscriptions,
        boolean isActive) {

    /**
     * What it has found of a subscription.
     *
     * @param out messages a second that consumers accepted
     * @param deadLettered messages a second that became dead letters
     * @param readers messages a second that its consumers are handed, by their names
     * @param letterQueues the names of the queues that may get its dead letters
     */
    record SubscriptionLook(
            SubscriptionStatistics statistics,
            double out,
            double deadLettered,
            Map<String, Double> readers,
            Set<String> letterQueues) {}

    /** A destination that nobody has looked at yet. */
    static DestinationLook none(String name, DestinationKind kind) {
        return new DestinationLook(name, kind, 0, 0, null, List.of(), false);
    }

    /** Messages that are not settled, of all subscriptions. */
    long waiting() {
        return subscriptions.stream()
                .mapToLong(each -> each.statistics().waiting())
                .sum();
    }

    int consumers() {
        return subscriptions.stream()
                .mapToInt(each -> each.statistics().consumers())
                .sum();
    }

    /** How old the oldest message is that is not settled, in milliseconds: 0 if there is none, -1 if unreadable. */
    long oldestAgeMillis() {
        long oldest = 0;
        for (var each : subscriptions) {
            long age = each.statistics().oldestAgeMillis();
            oldest = oldest <= 0 && age < 0 ? age : Math.max(oldest, age);
        }
        return oldest;
    }
}
