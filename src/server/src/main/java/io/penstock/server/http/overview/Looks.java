package io.penstock.server.http.overview;

import io.penstock.Destination;
import io.penstock.server.http.overview.DestinationLook.SubscriptionLook;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Keeps the latest look at each destination. Safe for use by any thread. */
final class Looks {

    private final Map<String, DestinationLook> looks = new ConcurrentHashMap<>();

    void put(DestinationLook look) {
        looks.put(look.name(), look);
    }

    void keepOnly(Set<String> destinations) {
        looks.keySet().retainAll(destinations);
    }

    /** The latest look, or one that has found nothing if nobody has looked yet. */
    DestinationLook at(Destination destination) {
        var found = looks.get(destination.name());
        // One of another kind is of a destination that was deleted, and declared anew since.
        return found != null && found.kind() == destination.kind()
                ? found
                : DestinationLook.none(destination.name(), destination.kind());
    }

    /** The row of a destination; null if nobody has looked at it. */
    DestinationRow row(String destination) {
        var found = looks.get(destination);
        return found == null ? null : row(found);
    }

    /** The looks that have found a problem, by name. */
    Stream<DestinationLook> troubled() {
        return looks.values().stream()
                .filter(look -> look.problem() != null)
                .sorted(Comparator.comparing(DestinationLook::name));
    }

    DestinationRow row(DestinationLook look) {
        return DestinationRow.of(look, deadLetters(look));
    }

    SubscriptionRow row(DestinationLook look, SubscriptionLook subscription) {
        return SubscriptionRow.of(look.name(), subscription, waitingIn(subscription.letterQueues()));
    }

    Measured measured(DestinationLook look) {
        return new Measured(look.in(), look.out(), look.waiting(), deadLetters(look));
    }

    boolean has(String destination) {
        return looks.containsKey(destination);
    }

    /** What waits in the dead-letter queues of its subscriptions. */
    private long deadLetters(DestinationLook look) {
        if (look.subscriptions().size() == 1) {
            return waitingIn(look.subscriptions().get(0).letterQueues());
        }
        var queues = new HashSet<String>();
        look.subscriptions().forEach(each -> queues.addAll(each.letterQueues()));
        return waitingIn(queues);
    }

    private long waitingIn(Set<String> queues) {
        long waiting = 0;
        for (var queue : queues) {
            var look = looks.get(queue);
            waiting += look == null ? 0 : look.waiting();
        }
        return waiting;
    }

    /**
     * The sums of all destinations. What dead-letter queues take, hand out and hold counts as dead letters, and for
     * nothing else.
     */
    BrokerTotals totals() {
        var letterQueues = new HashSet<String>();
        for (var look : looks.values()) {
            for (var subscription : look.subscriptions()) {
                // Most of them do not exist.
                subscription.letterQueues().stream().filter(looks::containsKey).forEach(letterQueues::add);
            }
        }
        var totals = new BrokerTotals.Sum();
        for (var look : looks.values()) {
            if (letterQueues.contains(look.name())) {
                totals.addLetters(look);
            } else {
                totals.add(look);
            }
        }
        return totals.total();
    }
}
