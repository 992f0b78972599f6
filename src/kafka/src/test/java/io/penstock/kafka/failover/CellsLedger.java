package io.penstock.kafka.failover;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.StoredMessage;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import static org.awaitility.Awaitility.await;

/** Compares what senders and consumers of several queues were told with what is in the queues. */
final class CellsLedger {

    private static final int PAGE = 1_000;

    private final Map<String, Set<String>> sent = new TreeMap<>();

    /** When each message was handed out that was then accepted, by queue. The clock is the same for all processes. */
    private final Map<String, Map<String, Long>> handed = new TreeMap<>();

    private final List<String> violations = new ArrayList<>();

    synchronized void sent(String queue, String id) {
        sent.computeIfAbsent(queue, each -> new HashSet<>()).add(id);
    }

    synchronized void accepted(String queue, String id, long handedNanos) {
        var before = handed.computeIfAbsent(queue, each -> new HashMap<>()).put(id, handedNanos);
        if (before != null) {
            violations.add("accepted twice: " + id + " of " + queue);
        }
    }

    synchronized int count() {
        return sent.values().stream().mapToInt(Set::size).sum();
    }

    /** Waits until nothing is left to settle, and compares then. Returns what is wrong. */
    List<String> compare(Broker broker, Duration limit) {
        for (var queue : List.copyOf(sent.keySet())) {
            await("what is left of " + queue)
                    .atMost(limit)
                    .until(() -> broker.statistics(queue).depth() == 0);
        }
        synchronized (this) {
            sent.keySet().forEach(queue -> compare(queue, broker));
            return violations;
        }
    }

    private void compare(String queue, Broker broker) {
        var written = new HashSet<String>();
        var last = new HashMap<String, Long>();
        for (var message : all(queue, broker)) {
            String id = message.message().bodyText();
            if (!written.add(id)) {
                violations.add("written twice: " + id + " of " + queue);
            }
            inOrder("written", queue, id, last);
        }
        for (var id : sent.get(queue)) {
            if (!written.contains(id)) {
                violations.add("acknowledged and not there: " + id + " of " + queue);
            }
        }
        var times = handed.getOrDefault(queue, Map.of());
        last.clear();
        times.keySet().stream().sorted(Comparator.comparing(times::get)).forEach(id -> {
            if (!written.contains(id)) {
                violations.add("accepted and not there: " + id + " of " + queue);
            }
            inOrder("handed out", queue, id, last);
        });
    }

    /** A sender is a key. */
    private void inOrder(String what, String queue, String id, Map<String, Long> last) {
        long number = Load.number(id);
        var before = last.put(Load.sender(id), number);
        if (before != null && before >= number) {
            violations.add(what + " out of order: " + id + " of " + queue + " behind " + before);
        }
    }

    /** All that was written, in the order of each partition. */
    private static List<StoredMessage> all(String queue, Broker broker) {
        var all = new ArrayList<StoredMessage>();
        int partitions = broker.destination(queue).orElseThrow().partitions();
        for (int partition = 0; partition < partitions; partition++) {
            long from = 0;
            for (var page = page(queue, partition, from, broker);
                    !page.isEmpty();
                    page = page(queue, partition, from, broker)) {
                all.addAll(page);
                from = page.get(page.size() - 1).offset() + 1;
            }
        }
        return all;
    }

    private static List<StoredMessage> page(String queue, int partition, long from, Broker broker) {
        return broker.browse(BrowseRequest.all(queue, PAGE)
                .partition(partition)
                .fromOffset(from)
                .build());
    }

    @Override
    public synchronized String toString() {
        int accepted = handed.values().stream().mapToInt(Map::size).sum();
        return count() + " sent to " + sent.size() + " queues, " + accepted + " told to be accepted";
    }
}
