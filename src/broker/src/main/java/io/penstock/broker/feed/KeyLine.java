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
     * @param isBack whether it was out, and was given back
     */
    record Waiting(long offset, Attempts known, boolean marked, boolean isBack) {}

    /** Those that may go out or are about to, and whether each was out before. The first one holds back the others. */
    private final TreeMap<Long, Boolean> next = new TreeMap<>();

    /** Those that somebody has who may have others at the same time. */
    private final TreeSet<Long> together = new TreeSet<>();

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
        return alone == offset || next.containsKey(offset) || together.contains(offset) || aside.contains(offset);
    }

    /** Whether there is one below that offset. */
    boolean hasBelow(long end) {
        return alone >= 0 && alone < end
                || !next.isEmpty() && next.firstKey() < end
                || !together.isEmpty() && together.first() < end
                || !aside.isEmpty() && aside.first() < end
                || !waiting.isEmpty() && waiting.firstKey() < end;
    }

    /** Whether the record may go on; if not, it waits in line. */
    boolean enter(long offset, Attempts known, boolean marked) {
        boolean isBack = next.getOrDefault(offset, false);
        aside.remove(offset);
        if (mayGo(offset, isBack)) {
            waiting.remove(offset);
            next.put(offset, isBack);
            return true;
        }
        next.remove(offset);
        waiting.put(offset, new Waiting(offset, marked ? known : null, marked, isBack));
        return false;
    }

    /**
     * What was given back comes before all that was behind it: where some of that is with somebody still, it waits for
     * it. What its sender delayed waits for nothing that went out before its time.
     */
    private boolean mayGo(long offset, boolean isBack) {
        return (alone < 0 || alone == offset)
                && (next.isEmpty() || next.firstKey() >= offset)
                && (waiting.isEmpty() || waiting.firstKey() >= offset)
                && !(isBack && !together.isEmpty() && together.last() > offset);
    }

    /** Somebody has it. */
    void handed(long offset, boolean withOthers) {
        next.remove(offset);
        if (withOthers) {
            together.add(offset);
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
        if (together.contains(offset)) {
            next.put(offset, true);
        }
    }

    /** Nobody has it any more, and it is not settled: nothing behind it goes out before it. */
    void back(long offset) {
        if (!waiting.containsKey(offset)) {
            leave(offset);
            next.put(offset, true);
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
        if (first == null || !mayGo(first.offset(), first.isBack())) {
            return null;
        }
        waiting.remove(first.offset());
        next.put(first.offset(), first.isBack());
        return first;
    }

    /** Those that wait and of which the journal counts the next hand-out: they wait on without that. */
    Map<Long, Attempts> takeMarked() {
        var taken = new HashMap<Long, Attempts>();
        waiting.replaceAll((at, each) -> {
            if (each.marked()) {
                taken.put(at, each.known());
            }
            return each.marked() ? new Waiting(at, null, false, each.isBack()) : each;
        });
        return taken;
    }
}
