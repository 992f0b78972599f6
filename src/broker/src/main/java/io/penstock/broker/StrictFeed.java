package io.penstock.broker;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A feed that hands out its partition in the order of offsets: what was given back comes before everything behind it,
 * and while it cannot be handed out (its time has not come, its marker is not journaled) everything behind it waits.
 * Only a record that its sender delayed holds back nobody; it takes its place when it is due.
 */
final class StrictFeed extends PartitionFeed {

    private enum Stage {
        /** Its disposition, which gives it back, is on its way to the journal. */
        RETURNING,
        /** A prepared transaction has it. */
        LOCKED,
        READY,
        /** The marker of its next hand-out is on its way to the journal. */
        MARKING,
        MARKED
    }

    private record Pending(Stage stage, Attempts before) {}

    /** Those below the cursor that nobody has. Usually empty. */
    private final TreeMap<Long, Pending> pending = new TreeMap<>();

    StrictFeed(
            PartitionLog log,
            RecordFilter wanted,
            PartitionProgress progress,
            RecordView.Source source,
            long suspectEnd,
            long limit) {
        super(log, wanted, progress, source, null, suspectEnd, limit);
    }

    @Override
    boolean isStrict() {
        return true;
    }

    @Override
    boolean hasWaitingBefore(long at) {
        return !pending.isEmpty() && pending.firstKey() < at;
    }

    @Override
    Found search(long nowMillis) {
        takeDue(nowMillis);
        boolean behindMarking = false;
        var first = pending.firstEntry();
        while (first != null) {
            long at = first.getKey();
            var waiting = first.getValue();
            if (waiting.stage() == Stage.MARKING) {
                behindMarking = true;
            } else if (waiting.stage() == Stage.RETURNING
                    || waiting.stage() == Stage.LOCKED
                    || waiting.before().dueAtMillis() > nowMillis) {
                return Found.NOTHING;
            } else if (isStillThere(at, waiting.before(), waiting.stage() == Stage.MARKED)) {
                return take(behindMarking);
            } else {
                pending.remove(at);
            }
            first = pending.higherEntry(at);
        }
        var result = nextNew(nowMillis);
        if (result == Found.RECORD && behindMarking && !found().needsMarker()) {
            pending.put(found().offset(), new Pending(Stage.READY, found().before()));
            return Found.NOTHING;
        }
        return result;
    }

    private Found take(boolean behindMarking) {
        if (behindMarking && !found().needsMarker()) {
            return Found.NOTHING;
        }
        pending.remove(found().offset());
        return Found.RECORD;
    }

    /** Behind what was given back, only more markers may be asked for. */
    @Override
    boolean isFull() {
        return super.isFull()
                || pending.values().stream().anyMatch(waiting -> waiting.stage() != Stage.MARKING)
                || pending.size() >= ActiveFeeds.MAX_PER_PARTITION;
    }

    @Override
    boolean waitsForRetry(long nowMillis) {
        if (found().before().dueAtMillis() <= nowMillis) {
            return false;
        }
        pending.put(found().offset(), new Pending(Stage.READY, found().before()));
        return true;
    }

    /** What lies behind it waits until its transaction has ended. */
    @Override
    void holdLocked() {
        pending.put(found().offset(), new Pending(Stage.LOCKED, Attempts.NONE));
    }

    @Override
    void unlocked(long at) {
        var waiting = pending.get(at);
        if (waiting != null && waiting.stage() == Stage.LOCKED) {
            pending.put(at, new Pending(Stage.READY, progress.attempts(at)));
        }
    }

    @Override
    void claimSettled(long at) {
        super.claimSettled(at);
        pending.remove(at);
    }

    @Override
    void isDue(long at, Attempts known) {
        pending.put(at, new Pending(Stage.READY, known));
    }

    @Override
    void giveBack(long at, Attempts known, long nowMillis) {
        pending.put(at, new Pending(Stage.READY, known));
    }

    /** The record is about to be given back: nothing behind it goes out any more. */
    @Override
    void returning(long at) {
        pending.put(at, new Pending(Stage.RETURNING, Attempts.NONE));
    }

    @Override
    void takeBack(long at, Attempts known, boolean marked) {
        pending.put(at, new Pending(marked ? Stage.MARKED : Stage.READY, known));
    }

    @Override
    void marking(long at) {
        pending.put(at, new Pending(Stage.MARKING, Attempts.NONE));
    }

    @Override
    void mark(long at, Attempts known) {
        pending.put(at, new Pending(Stage.MARKED, known));
    }

    @Override
    Map<Long, Attempts> takeMarked() {
        var taken = new HashMap<Long, Attempts>();
        pending.forEach((at, waiting) -> {
            if (waiting.stage() == Stage.MARKED) {
                taken.put(at, waiting.before());
            }
        });
        pending.keySet().removeAll(taken.keySet());
        return taken;
    }

    @Override
    long nextDueMillis() {
        var first = pending.firstEntry();
        long retry = first == null || first.getValue().before().dueAtMillis() == 0
                ? DueHeap.NEVER
                : first.getValue().before().dueAtMillis();
        return Math.min(retry, super.nextDueMillis());
    }

    @Override
    long scheduled(long nowMillis) {
        return super.scheduled(nowMillis)
                + pending.values().stream()
                        .filter(waiting -> waiting.before().dueAtMillis() > nowMillis)
                        .count();
    }
}
