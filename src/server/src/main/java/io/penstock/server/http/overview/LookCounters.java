package io.penstock.server.http.overview;

import io.penstock.DestinationStatistics;
import io.penstock.DestinationStatistics.SubscriptionStatistics;

import java.util.HashMap;
import java.util.Map;

/**
 * The counters of one look at a destination. If they are equal to those of the look before, nothing has happened.
 *
 * @param in messages that were accepted; of an exchange, those that were sent to it
 * @param routed of an exchange, messages that it sent on
 */
record LookCounters(long in, long routed, Map<String, OfSubscription> subscriptions) {

    static final LookCounters NONE = new LookCounters(0, 0, Map.of());

    /**
     * The counters of a subscription.
     *
     * @param readers messages that its consumers were handed, by their names
     */
    record OfSubscription(
            long accepted, long delivered, long deadLettered, long waiting, int consumers, Map<String, Long> readers) {

        private static final OfSubscription NONE = new OfSubscription(0, 0, 0, 0, 0, Map.of());

        static OfSubscription of(SubscriptionStatistics known) {
            var readers = new HashMap<String, Long>();
            known.members().forEach(each -> readers.merge(each.name(), each.delivered(), Long::sum));
            return new OfSubscription(
                    known.accepted(),
                    known.delivered(),
                    known.deadLettered(),
                    known.waiting(),
                    known.consumers(),
                    readers);
        }
    }

    static LookCounters of(DestinationStatistics statistics) {
        var subscriptions = new HashMap<String, OfSubscription>();
        statistics.subscriptions().forEach(each -> subscriptions.put(each.name(), OfSubscription.of(each)));
        var routing = statistics.routing();
        return routing == null
                ? new LookCounters(statistics.sent(), 0, subscriptions)
                : new LookCounters(routing.routed() + routing.unroutable(), routing.routed(), subscriptions);
    }

    /** Those of a subscription; zero if there was none. */
    OfSubscription of(String subscription) {
        return subscriptions.getOrDefault(subscription, OfSubscription.NONE);
    }

    /**
     * The rate of what consumers accept, and of what an exchange sends on. It is that of each subscription by itself,
     * since one that was removed takes its counter with it.
     */
    double outSince(LookCounters before, long nanos) {
        double out = Rate.between(before.routed, routed, nanos);
        for (var each : subscriptions.entrySet()) {
            out += Rate.between(
                    before.of(each.getKey()).accepted(), each.getValue().accepted(), nanos);
        }
        return out;
    }
}
