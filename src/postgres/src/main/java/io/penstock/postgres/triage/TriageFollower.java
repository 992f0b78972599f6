package io.penstock.postgres.triage;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.DeadLetterRecord;
import io.penstock.Destination;
import io.penstock.DestinationStatistics;
import io.penstock.DestinationStatistics.SubscriptionStatistics;
import io.penstock.PenstockException;
import io.penstock.StoredMessage;
import org.jboss.logging.Logger;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Follows the dead-letter queues of a broker and keeps the projection up to date. New letters are read from where each
 * partition was read to. A queue in which less or more waits than that explains is read anew, to see what is gone. Used
 * by one thread at a time.
 */
final class TriageFollower {

    private static final Logger LOG = Logger.getLogger(TriageFollower.class);

    /** The letters that are read, and written, together. */
    private static final int PAGE = 500;

    private final Broker broker;
    private final TriageProjection projection;

    /** How each queue was when it was looked at last. A queue that is missing here is read anew. */
    private final Map<String, Seen> seen = new HashMap<>();

    /**
     * How a queue was.
     *
     * @param waiting messages that waited
     * @param written messages that had ever been written, the sum over partitions
     */
    private record Seen(long waiting, long written) {}

    TriageFollower(Broker broker, TriageProjection projection) {
        this.broker = broker;
        this.projection = projection;
    }

    /** Reads all queues anew, also those that no subscription names any more. */
    void rebuild() throws SQLException {
        seen.clear();
        look(true);
    }

    /** Reads what is new. */
    void follow() throws SQLException {
        look(false);
    }

    private void look(boolean isThorough) throws SQLException {
        var queues = new TreeSet<>(projection.queues());
        for (var destination : broker.destinations()) {
            for (var subscription : broker.subscriptions(destination.name())) {
                queues.addAll(subscription.deadLetter().queues(destination.name(), subscription.name()));
            }
            if (isThorough && destination.isQueue() && beginsWithLetters(destination)) {
                queues.add(destination.name());
            }
        }
        for (var queue : queues) {
            try {
                look(queue);
            } catch (PenstockException e) {
                // Such as a partition that is offline: the other queues are followed meanwhile.
                seen.remove(queue);
                LOG.warnf("The dead letters of '%s' could not be read: %s", queue, e.getMessage());
            }
        }
    }

    private void look(String queue) throws SQLException {
        if (broker.destination(queue).filter(Destination::isQueue).isEmpty()) {
            projection.forget(queue);
            seen.remove(queue);
            return;
        }
        var statistics = broker.statistics(queue);
        var now = new Seen(waiting(statistics), written(statistics));
        var before = seen.get(queue);
        if (before == null) {
            readAnew(queue, statistics);
        } else {
            long found = now.written() == before.written() ? 0 : readNew(queue, statistics);
            if (before.waiting() + found != now.waiting()) {
                readAnew(queue, statistics);
            }
        }
        seen.put(queue, now);
    }

    private static long written(DestinationStatistics statistics) {
        return statistics.partitions().stream()
                .mapToLong(DestinationStatistics.PartitionStatistics::endOffset)
                .sum();
    }

    private static long waiting(DestinationStatistics statistics) {
        return statistics.subscriptions().stream()
                .mapToLong(SubscriptionStatistics::waiting)
                .sum();
    }

    private boolean beginsWithLetters(Destination queue) {
        var first = broker.browse(BrowseRequest.waiting(queue.name(), 1).build());
        return first.stream()
                .anyMatch(stored -> DeadLetterRecord.of(stored.message()).isPresent());
    }

    /** Reads the ends of the partitions. Returns the number of messages that were found there. */
    private long readNew(String queue, DestinationStatistics statistics) throws SQLException {
        var progress = projection.progress(queue);
        long look = projection.nextLook(queue);
        long found = 0;
        for (var partition : statistics.partitions()) {
            long from = progress.getOrDefault(partition.partition(), partition.startOffset());
            if (from < partition.endOffset()) {
                found += read(queue, partition.partition(), from, look);
            }
        }
        return found;
    }

    private void readAnew(String queue, DestinationStatistics statistics) throws SQLException {
        long look = projection.nextLook(queue);
        for (var partition : statistics.partitions()) {
            read(queue, partition.partition(), partition.startOffset(), look);
        }
        projection.markGone(queue, look);
    }

    private long read(String queue, int partition, long from, long look) throws SQLException {
        long next = from;
        long found = 0;
        List<StoredMessage> page;
        do {
            page = broker.browse(BrowseRequest.waiting(queue, PAGE)
                    .partition(partition)
                    .fromOffset(next)
                    .build());
            if (!page.isEmpty()) {
                next = page.get(page.size() - 1).offset() + 1;
                projection.store(queue, partition, page, next, look);
                found += page.size();
            }
        } while (page.size() == PAGE);
        return found;
    }
}
