package io.penstock.broker.alert;

import io.penstock.DeadLetterAlert;
import io.penstock.Destination;
import io.penstock.DestinationStatistics;
import io.penstock.DestinationStatistics.PartitionStatistics;
import io.penstock.DestinationStatistics.SubscriptionStatistics;
import io.penstock.PenstockException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Queues with the numbers that a test sets. */
final class FakeSubjects implements AlertSubjects {

    /** What is known of a queue. */
    record Queue(long waiting, int consumers, long oldestAgeMillis) {}

    final Map<String, Queue> queues = new TreeMap<>();
    final Map<String, DeadLetterAlert> alerts = new TreeMap<>();
    final List<String> looked = new ArrayList<>();
    String broken = "";
    int diskUsed = 10;
    boolean diskFails;

    void queue(String name, long waiting, int consumers, long oldestAgeMillis) {
        queues.put(name, new Queue(waiting, consumers, oldestAgeMillis));
    }

    @Override
    public List<String> destinations() {
        return List.copyOf(queues.keySet());
    }

    @Override
    public DestinationStatistics statistics(String name) {
        looked.add(name);
        var queue = queues.get(name);
        if (queue == null) {
            throw new PenstockException.UnknownDestination(name);
        }
        if (name.equals(broken)) {
            throw new IllegalStateException("the disk is on fire");
        }
        var subscription = new SubscriptionStatistics(
                name,
                queue.waiting,
                0,
                0,
                queue.consumers,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                queue.oldestAgeMillis,
                false,
                null,
                List.of());
        return new DestinationStatistics(
                Destination.queue(name).build(),
                0,
                0,
                0,
                0,
                0,
                -1,
                0,
                List.of(new PartitionStatistics(0, 0, 0)),
                List.of(subscription));
    }

    @Override
    public DeadLetterAlert alertOf(String destination, String subscription) {
        return alerts.get(destination);
    }

    @Override
    public int diskUsedPercent() throws IOException {
        if (diskFails) {
            throw new IOException("no disk");
        }
        return diskUsed;
    }
}
