package io.penstock.broker.operation;

import io.penstock.DestinationStatistics;
import io.penstock.DestinationStatistics.PartitionStatistics;
import io.penstock.DestinationStatistics.RoutingStatistics;
import io.penstock.broker.destination.Catalog;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.subscription.OldestAge;
import io.penstock.broker.subscription.SubscriptionCatalog;
import io.penstock.journal.log.Log;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Reads the statistics of destinations, in the caller's thread. It is safe for any thread. */
public final class StatisticsReader {

    /** The partitions that are named: each may have a long reason, and they mostly have the same. */
    private static final int MAX_PROBLEMS = 3;

    private final Log log;
    private final Catalog catalog;
    private final SubscriptionCatalog subscriptions;
    private final InstantSource clock;

    public StatisticsReader(Log log, Catalog catalog, SubscriptionCatalog subscriptions, InstantSource clock) {
        this.log = log;
        this.catalog = catalog;
        this.subscriptions = subscriptions;
        this.clock = clock;
    }

    /** Reads the statistics of a queue, a topic or an exchange. */
    public DestinationStatistics read(String name) {
        var exchange = catalog.routing().exchange(name);
        return exchange == null
                ? read(catalog.require(name))
                : DestinationStatistics.ofExchange(
                        exchange.declared(),
                        new RoutingStatistics(exchange.size(), exchange.routed(), exchange.unroutable()));
    }

    private DestinationStatistics read(LocalDestination destination) {
        var partitions = partitions(destination);
        var ages = new OldestAge(log, clock.millis());
        return new DestinationStatistics(
                destination.declared(),
                destination.sent(),
                destination.deduplication().duplicates(),
                destination.deduplication().forgotten(),
                partitions.stream()
                        .mapToLong(each -> messages(destination, each))
                        .sum(),
                Math.max(0, destination.depth()),
                destination.depthBytes(),
                destination.discardedByLimit(),
                partitions,
                subscriptions.list(destination).stream().map(ages::complete).toList(),
                null,
                problem(destination));
    }

    /** What is wrong with its partitions, the first few of them; null if nothing is. */
    private String problem(LocalDestination destination) {
        var moving = log.agingProblems();
        var problems = new ArrayList<String>();
        for (int i = 0; i < destination.partitionCount() && problems.size() < MAX_PROBLEMS; i++) {
            int id = destination.partition(i).id();
            var offline = log.offline(id);
            var heldUp = log.heldUp(id);
            if (offline != null) {
                problems.add("Partition " + i + " is offline: " + offline);
            } else if (heldUp != null) {
                problems.add("Partition " + i + " takes nothing more: " + heldUp);
            } else if (moving.containsKey(id)) {
                problems.add("Old messages of partition " + i + " cannot be moved to the archive, or let go there: "
                        + moving.get(id));
            }
        }
        return problems.isEmpty() ? null : String.join(" ", problems);
    }

    private static long messages(LocalDestination destination, PartitionStatistics partition) {
        long start = partition.startOffset();
        long end = partition.endOffset();
        return end
                - start
                - destination.partition(partition.partition()).holes().within(start, end);
    }

    private List<PartitionStatistics> partitions(LocalDestination destination) {
        var partitions = new ArrayList<PartitionStatistics>(destination.partitionCount());
        for (int i = 0; i < destination.partitionCount(); i++) {
            var partition = destination.partition(i);
            long end = partition.endOffset();
            partitions.add(new PartitionStatistics(i, log.startOffset(partition.id()), end));
        }
        return partitions;
    }
}
