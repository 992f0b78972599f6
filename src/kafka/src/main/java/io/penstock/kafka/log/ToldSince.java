package io.penstock.kafka.log;

import io.penstock.kafka.journal.Carried;
import io.penstock.kafka.journal.FrameItems;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was told of partitions since the last frame in the journal: records that were written plainly, which the
 * journal knows nothing of, with the entries that some of them carry, and holes. The next frame says it, so that the
 * same is told in the same order when the log is opened. It is used by one thread.
 */
final class ToldSince {

    private static final int ITEM_BYTES = 21;

    private record Run(boolean isHole, long from, long to) {}

    private final Map<Integer, Deque<Run>> runs = new LinkedHashMap<>();
    private int count;

    /** What was told up to the last record that carries entries, and with it. */
    private FrameItems closed = new FrameItems();

    void records(int partition, long from, long to) {
        add(partition, new Run(false, from, to));
    }

    void hole(int partition, long from, long to) {
        add(partition, new Run(true, from, to));
    }

    /** A record that carries entries. Behind it, nothing is told together with what was before. */
    void carried(int partition, long offset, Carried carried) {
        moveRunsTo(closed);
        closed.carried(partition, offset, carried);
    }

    private void add(int partition, Run run) {
        var all = runs.computeIfAbsent(partition, id -> new ArrayDeque<>());
        var last = all.peekLast();
        if (last != null && last.isHole == run.isHole && last.to == run.from) {
            all.removeLast();
            all.add(new Run(run.isHole, last.from, run.to));
        } else {
            all.add(run);
            count++;
        }
    }

    boolean isEmpty() {
        return runs.isEmpty() && closed.isEmpty();
    }

    /** The bytes that it takes in a frame, at most. */
    int bytes() {
        return closed.bytes() + count * ITEM_BYTES;
    }

    /** Moves all of it into a frame. */
    void moveTo(FrameItems items) {
        items.moveFrom(closed);
        moveRunsTo(items);
    }

    private void moveRunsTo(FrameItems items) {
        runs.forEach((partition, all) -> {
            for (var run : all) {
                if (run.isHole) {
                    items.hole(partition, run.from, run.to);
                } else {
                    put(items, partition, run);
                }
            }
        });
        runs.clear();
        count = 0;
    }

    /** A frame has said all of it. */
    void clear() {
        closed = new FrameItems();
        runs.clear();
        count = 0;
    }

    private static void put(FrameItems items, int partition, Run run) {
        long from = run.from;
        while (from < run.to) {
            int records = (int) Math.min(Integer.MAX_VALUE, run.to - from);
            items.records(partition, from, records);
            from += records;
        }
    }
}
