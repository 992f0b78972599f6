package io.penstock.broker.feed;

import io.penstock.broker.entry.Attempts;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Keeps the records of a partition that were looked at before, that nobody has, and that may go out as soon as somebody
 * takes them, in the order of their offsets. Not thread-safe.
 */
final class ReadyRecords {

    final PassedOver passedOver = new PassedOver();

    private final TreeMap<Long, Attempts> ready = new TreeMap<>();

    /** The records of which the journal counts the next hand-out already. */
    private final TreeMap<Long, Attempts> marked = new TreeMap<>();

    /** The records whose next hand-out is on its way to the journal; records behind them do not go out before them. */
    private final TreeSet<Long> marking = new TreeSet<>();

    /** The one to go next; null if there is none. */
    PassedOver.Passed first() {
        var first = passedOver.peek();
        first = earlier(first, marked.firstEntry(), true);
        return earlier(first, ready.firstEntry(), false);
    }

    private static PassedOver.Passed earlier(
            PassedOver.Passed one, Map.Entry<Long, Attempts> other, boolean itsMarkerIsJournaled) {
        return other == null || one != null && one.offset() < other.getKey()
                ? one
                : new PassedOver.Passed(other.getKey(), other.getValue(), itsMarkerIsJournaled, List.of());
    }

    void remove(PassedOver.Passed first) {
        if (!passedOver.remove(first)) {
            (first.marked() ? marked : ready).remove(first.offset());
        }
    }

    /** @param itsMarkerIsJournaled whether the journal counts its next hand-out already */
    void add(long at, Attempts known, boolean itsMarkerIsJournaled) {
        (itsMarkerIsJournaled ? marked : ready).put(at, known);
    }

    /**
     * The lowest offset of those that the journal does not count as handed out; the highest number if there is none.
     */
    long firstOffset() {
        return ready.isEmpty() ? Long.MAX_VALUE : ready.firstKey();
    }

    void marking(long at) {
        marking.add(at);
    }

    void mark(long at, Attempts known) {
        marking.remove(at);
        marked.put(at, known);
    }

    /** Whether the next hand-out of a record in front of that one is on its way to the journal. */
    boolean isBehindMarking(long at) {
        return !marking.isEmpty() && marking.first() < at;
    }

    /** Takes back passed-over records, because the consumers that take them have changed. */
    void recallPassedOver() {
        for (var passed : passedOver.takeAll()) {
            add(passed.offset(), passed.before(), passed.marked());
        }
    }

    Map<Long, Attempts> takeMarked() {
        recallPassedOver();
        var taken = new TreeMap<>(marked);
        marked.clear();
        return taken;
    }
}
