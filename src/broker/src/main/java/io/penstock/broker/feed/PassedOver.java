package io.penstock.broker.feed;

import io.penstock.broker.entry.Attempts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Keeps the records of a partition that were passed over, because those who take them have no room, or because nobody
 * takes them. Each is found again by those who take it, without looking at the others. Not thread-safe.
 */
public final class PassedOver {

    /**
     * Records passed over in one partition before no new ones are looked at; about 150 bytes each. Enough for consumers
     * with filters to find theirs, few enough for a queue that nobody fully consumes.
     */
    public static final int MAX_PASSED_OVER = 1 << 16;

    private final TreeMap<Long, Passed> records = new TreeMap<>();
    private final Map<Taker, TreeSet<Long>> byTaker = new HashMap<>();
    private Set<Taker> withRoom;

    /**
     * A record that was passed over.
     *
     * @param before its hand-outs so far
     * @param marked whether the journal counts its next hand-out already
     * @param takers who takes it; empty for nobody
     */
    record Passed(long offset, Attempts before, boolean marked, List<? extends Taker> takers) {}

    /** Whether records behind are not looked at, whoever they are for. */
    public boolean isFull() {
        return records.size() >= MAX_PASSED_OVER;
    }

    public int size() {
        return records.size();
    }

    /** Whether there is one for these. */
    public boolean isFor(Taker taker) {
        return byTaker.containsKey(taker);
    }

    public boolean isEmpty() {
        return records.isEmpty();
    }

    void add(Passed passed) {
        records.put(passed.offset(), passed);
        for (var taker : passed.takers()) {
            byTaker.computeIfAbsent(taker, none -> new TreeSet<>()).add(passed.offset());
        }
    }

    /** @param all that have room, and some that have none any more: those are removed */
    public void takenBy(Set<Taker> all) {
        withRoom = all;
    }

    /** Whether there is a record for somebody who has room. */
    public boolean hasForRoom() {
        return oldest() != Long.MAX_VALUE;
    }

    /** The oldest record for which somebody has room; null if there is none. */
    Passed peek() {
        long oldest = oldest();
        return oldest == Long.MAX_VALUE ? null : records.get(oldest);
    }

    /** Looks at those for whom there is something, or at those who have room, whichever are fewer. */
    private long oldest() {
        long oldest = Long.MAX_VALUE;
        if (withRoom == null || byTaker.size() <= withRoom.size()) {
            for (var waiting : byTaker.entrySet()) {
                if (waiting.getKey().hasRoom()) {
                    oldest = Math.min(oldest, waiting.getValue().first());
                }
            }
            return oldest;
        }
        for (var takers = withRoom.iterator(); takers.hasNext(); ) {
            var taker = takers.next();
            if (taker.hasRoom()) {
                var waiting = byTaker.get(taker);
                oldest = waiting == null ? oldest : Math.min(oldest, waiting.first());
            } else {
                takers.remove();
            }
        }
        return oldest;
    }

    /** Removes a record. The result is false if it is not here. */
    boolean remove(Passed passed) {
        if (!records.remove(passed.offset(), passed)) {
            return false;
        }
        for (var taker : passed.takers()) {
            var offsets = byTaker.get(taker);
            offsets.remove(passed.offset());
            if (offsets.isEmpty()) {
                byTaker.remove(taker);
            }
        }
        return true;
    }

    /** Takes out all records, because the consumers that take them have changed. */
    List<Passed> takeAll() {
        var all = new ArrayList<>(records.values());
        records.clear();
        byTaker.clear();
        return all;
    }
}
