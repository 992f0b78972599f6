package io.penstock.kafka.failover;

import io.penstock.kafka.owner.Moment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares what was told with what is there. An owner has a higher number than those before it, so that it does not
 * matter who was heard first: whoever was told that a message is settled, no later owner hands it out.
 */
final class Ledger implements Told {

    private static final int MAX_EXAMPLES = 5;
    private static final Duration DRAINING = Duration.ofSeconds(60);

    private final Set<String> sent = new HashSet<>();
    private final Map<String, Long> lastHanded = new HashMap<>();
    private final Map<String, Long> settled = new HashMap<>();
    private final Set<String> moved = new HashSet<>();
    private final Map<String, List<String>> violations = new HashMap<>();
    private long handed;

    @Override
    public synchronized void sent(String id) {
        sent.add(id);
    }

    @Override
    public synchronized void handed(String id, long epoch) {
        handed++;
        lastHanded.merge(id, epoch, Math::max);
        var by = settled.get(id);
        if (by != null && by <= epoch) {
            violation("handed out after it was settled", id + " by owner " + epoch + ", settled by " + by);
        }
    }

    @Override
    public synchronized void accepted(String id, long epoch) {
        settled.merge(id, epoch, Math::min);
        long by = lastHanded.getOrDefault(id, epoch);
        if (by > epoch) {
            violation("handed out after it was settled", id + " by owner " + by + ", settled by " + epoch);
        }
    }

    @Override
    public synchronized void moved(String id, long epoch) {
        accepted(id, epoch);
        moved.add(id);
    }

    private void violation(String what, String which) {
        violations.computeIfAbsent(what, key -> new ArrayList<>()).add(which);
    }

    synchronized boolean hasViolations() {
        return !violations.isEmpty();
    }

    /** One last owner, which nothing disturbs, settles what is left; then everything is compared. */
    void compare(Cell cell) {
        compare(cell, true);
    }

    /** @param transactions whether every fourth message was to be moved */
    void compare(Cell cell, boolean transactions) {
        try (var owned = OwnedBroker.await(cell, "last", Moment.Listener.NONE, () -> false)
                .orElseThrow()) {
            var load = new Load(owned.broker(), owned.epoch(), "last", this);
            if (!transactions) {
                load.withoutTransactions();
            }
            load.consume();
            load.drain(DRAINING);
            compare(load.work(), load.out(), transactions);
        }
    }

    /**
     * Compares when everything has been handed out and settled.
     *
     * @param work what lies in the log of what was sent, in order
     * @param out what was sent on
     */
    private synchronized void compare(List<String> work, List<String> out, boolean transactions) {
        var inWork = new HashSet<String>();
        var last = new HashMap<String, Long>();
        for (var id : work) {
            if (!inWork.add(id)) {
                violation("written twice", id);
            }
            long number = Load.number(id);
            var before = last.put(Load.sender(id), number);
            if (before != null && before >= number) {
                violation("written out of order", id + " behind " + before);
            }
        }
        var inOut = new HashSet<String>();
        for (var id : out) {
            if (!inOut.add(id)) {
                violation("moved twice", id);
            }
            if (!inWork.contains(id)) {
                violation("moved and never sent", id);
            }
        }
        for (var id : sent) {
            if (!inWork.contains(id)) {
                violation("acknowledged and not written", id);
            }
            if (!lastHanded.containsKey(id)) {
                violation("acknowledged and never handed out", id);
            }
            if (transactions && Load.isMoved(id) && !inOut.contains(id)) {
                violation("settled at the end and not moved", id);
            }
        }
        for (var id : moved) {
            if (!inOut.contains(id)) {
                violation("told to be moved and absent", id);
            }
        }
    }

    /** Each kind of violation with its number and some examples. */
    synchronized Collection<String> violations() {
        return violations.entrySet().stream()
                .map(each -> each.getKey() + ": " + each.getValue().size() + ", such as "
                        + each.getValue()
                                .subList(
                                        0,
                                        Math.min(MAX_EXAMPLES, each.getValue().size())))
                .toList();
    }

    synchronized int count() {
        return sent.size();
    }

    @Override
    public synchronized String toString() {
        return sent.size() + " sent, " + handed + " handed out, " + settled.size() + " told to be settled, "
                + moved.size() + " of them moved";
    }
}
