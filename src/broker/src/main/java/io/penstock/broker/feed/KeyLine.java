package io.penstock.broker.feed;

import io.penstock.broker.entry.Attempts;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The records of one key of a partition that were looked at and are not settled. Of those that nobody has, the first
 * may go out, if nobody has one who must have it alone; the others wait in line. Not thread-safe.
 */
final class KeyLine {

    /**
     * A record that waits in line.
     *
     * @param known its hand-outs so far, if the journal counts the next one already
     * @param from who gave it back; null if it was not out
     */
    record Waiting(long offset, Attempts known, boolean marked, Object from) {}

    /** Stands for whoever had a record alone. */
    private static final Object ANYBODY = new Object();

    /** Those that may go out or are about to, and who gave each back. The first one holds back the others. */
    private final TreeMap<Long, Object> next = new TreeMap<>();

    /** Those that a worker has who may have others at the same time, and who that is. */
    private final TreeMap<Long, Object> together = new TreeMap<>();

    /** Those that were passed over, which holds back nobody. */
    private final TreeSet<Long> aside = new TreeSet<>();

    private final TreeMap<Long, Waiting> waiting = new TreeMap<>();

    /** The one that somebody has alone. */
    private long alone = KeyGate.NOBODY;

    int waiting() {
        return waiting.size();
    }

    boolean isEmpty() {
        return next.isEmpty() && together.isEmpty() && aside.isEmpty() && waiting.isEmpty() && alone < 0;
    }

    boolean contains(long offset) {
        return alone == offset || next.containsKey(offset) || together.containsKey(offset) || aside.contains(offset);
    }

    /** Whether there is one below that offset. */
    boolean hasBelow(long end) {
        return alone >= 0 && alone < end
                || !next.isEmpty() && next.firstKey() < end
                || !together.isEmpty() && together.firstKey() < end
                || !aside.isEmpty() && aside.first() < end
                || !waiting.isEmpty() && waiting.firstKey() < end;
    }

    /** Whether the record may go on; if not, it waits in line. */
    boolean enter(long offset, Attempts known, boolean marked) {
        var from = next.get(offset);
        aside.remove(offset);
        if (mayGo(offset, from)) {
            waiting.remove(offset);
            next.put(offset, from);
            return true;
        }
        next.remove(offset);
        waiting.put(offset, new Waiting(offset, marked ? known : null, marked, from));
        return false;
    }

    /**
     * What a worker gave back comes before all that it had behind it: where it has some of that still, this waits for
     * it. It does not wait for what other workers have, whose selectors match other records. What its sender delayed
     * waits for nothing that went out before its time.
     */
    private boolean mayGo(long offset, Object from) {
        return (alone < 0 || alone == offset)
                && (next.isEmpty() || next.firstKey() >= offset)
                && (waiting.isEmpty() || waiting.firstKey() >= offset)
                && (from == null || !hasBehind(offset, from));
    }

    private boolean hasBehind(long offset, Object worker) {
        for (var holder : together.tailMap(offset, false).values()) {
            if (worker == ANYBODY || worker.equals(holder)) {
                return true;
            }
        }
        return false;
    }

    /** @param worker who has it, and may have others at the same time; null for somebody who has it alone */
    void handed(long offset, Object worker) {
        next.remove(offset);
        if (worker != null) {
            together.put(offset, worker);
        } else {
            alone = offset;
        }
    }

    /** Others of the key may go out before it. */
    void setAside(long offset) {
        next.remove(offset);
        aside.add(offset);
    }

    /** Who has it among others gives it back, or may do so: nothing behind it goes out from now on. */
    void returning(long offset) {
        var worker = together.get(offset);
        if (worker != null) {
            next.put(offset, worker);
        }
    }

    /** Nobody has it any more, and it is not settled: nothing behind it goes out before it. */
    void back(long offset) {
        if (!waiting.containsKey(offset)) {
            var worker = together.getOrDefault(offset, ANYBODY);
            leave(offset);
            next.put(offset, worker);
        }
    }

    void leave(long offset) {
        next.remove(offset);
        together.remove(offset);
        aside.remove(offset);
        alone = alone == offset ? KeyGate.NOBODY : alone;
    }

    /** Lets the first of those in that wait, if it may go on now; otherwise null. */
    Waiting letIn() {
        var first = waiting.isEmpty() ? null : waiting.firstEntry().getValue();
        if (first == null || !mayGo(first.offset(), first.from())) {
            return null;
        }
        waiting.remove(first.offset());
        next.put(first.offset(), first.from());
        return first;
    }

    /** Those that wait and of which the journal counts the next hand-out: they wait on without that. */
    Map<Long, Attempts> takeMarked() {
        var taken = new HashMap<Long, Attempts>();
        waiting.replaceAll((at, each) -> {
            if (each.marked()) {
                taken.put(at, each.known());
            }
            return each.marked() ? new Waiting(at, null, false, each.from()) : each;
        });
        return taken;
    }
}
