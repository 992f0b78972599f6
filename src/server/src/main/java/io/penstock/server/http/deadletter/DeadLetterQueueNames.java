package io.penstock.server.http.deadletter;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.DeadLetterRecord;
import io.penstock.Destination;
import io.penstock.DestinationStatistics;
import io.penstock.PenstockException;
import io.penstock.StoredMessage;
import io.penstock.server.http.access.CallersView;
import io.penstock.server.http.request.Slice;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import jakarta.inject.Singleton;

/** Finds the queues that hold dead letters, also of subscriptions that are gone. */
@Singleton
final class DeadLetterQueueNames {

    private final Broker broker;

    DeadLetterQueueNames(@CallersView Broker broker) {
        this.broker = broker;
    }

    /**
     * A queue and its dead letters.
     *
     * @param count messages that wait in the queue
     * @param oldest when the one that has waited longest died
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Backlog(String queue, long count, Instant oldest) {}

    /**
     * A page of queues, as JSON.
     *
     * @param next the {@code after} of the next page; absent on the last one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Overview(List<Backlog> queues, String next) {}

    Overview overview(@Nullable String after, @Nullable String limit) {
        var named = namedByPolicies();
        var queues = broker.destinations().stream()
                .filter(Destination::isQueue)
                .map(queue -> backlog(queue.name(), named.contains(queue.name())))
                .flatMap(Optional::stream)
                .toList();
        var page = Slice.of(queues, Backlog::queue, after, limit);
        return new Overview(page.entries(), page.next());
    }

    /**
     * Whether what waits in a queue is dead letters: it is empty, begins with some, or a policy names it for them. Then
     * what was sent to it directly lies among them.
     */
    boolean isForLetters(String queue) {
        var statistics = broker.statistics(queue);
        return waiting(statistics) == 0
                || beginsWithLetters(first(statistics))
                || namedByPolicies().contains(queue);
    }

    private Set<String> namedByPolicies() {
        var names = new HashSet<String>();
        for (var destination : broker.destinations()) {
            for (var subscription : broker.subscriptions(destination.name())) {
                names.addAll(subscription.deadLetter().queues(destination.name(), subscription.name()));
            }
        }
        return names;
    }

    private Optional<Backlog> backlog(String queue, boolean named) {
        var statistics = broker.statistics(queue);
        long waiting = waiting(statistics);
        if (waiting == 0) {
            return Optional.empty();
        }
        List<StoredMessage> first;
        try {
            first = first(statistics);
        } catch (PenstockException.Forbidden e) {
            // The caller may know this queue but not read it: that must not hide the others.
            return Optional.empty();
        }
        return named || beginsWithLetters(first)
                ? Optional.of(new Backlog(queue, waiting, oldest(first)))
                : Optional.empty();
    }

    private static long waiting(DestinationStatistics statistics) {
        return statistics.subscriptions().stream()
                .mapToLong(DestinationStatistics.SubscriptionStatistics::waiting)
                .sum();
    }

    private static boolean beginsWithLetters(List<StoredMessage> first) {
        return first.stream()
                .anyMatch(stored -> DeadLetterRecord.of(stored.message()).isPresent());
    }

    /** The first waiting message of each partition. */
    private List<StoredMessage> first(DestinationStatistics statistics) {
        String queue = statistics.destination().name();
        return statistics.partitions().stream()
                .filter(partition -> partition.endOffset() > partition.startOffset())
                .map(partition -> BrowseRequest.all(queue, 1)
                        .subscription(queue)
                        .partition(partition.partition())
                        .fromOffset(partition.startOffset())
                        .build())
                .flatMap(request -> broker.browse(request).stream())
                .toList();
    }

    private static Instant oldest(List<StoredMessage> messages) {
        return messages.stream()
                .map(stored -> DeadLetterRecord.of(stored.message()))
                .flatMap(Optional::stream)
                .map(DeadLetterRecord::diedAt)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }
}
