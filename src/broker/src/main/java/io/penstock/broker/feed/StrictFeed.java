package io.penstock.broker.feed;

import io.penstock.broker.destination.PartitionLog;
import io.penstock.broker.entry.Attempts;
import io.penstock.broker.loop.Alarms;
import io.penstock.broker.record.RecordFilter;
import io.penstock.broker.record.RecordView;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A feed that hands out its partition in the order of offsets. What was given back comes before everything behind it,
 * and everything behind it waits while it cannot be handed out (its time has not come, its marker is not journaled).
 * Only a record that its sender delayed holds back nobody; it takes its place when it is due.
 */
public final class StrictFeed extends PartitionFeed {

    private enum Stage {
        /** The disposition that gives the record back is on its way to the journal. */
        RETURNING,
        /** A prepared transaction has it. */
        LOCKED,
        /** Records of its key are left in the partition where the key was before. */
        BARRED,
        /** The same, but what lies behind it must not wait. */
        ASIDE,
        READY,
        /** The marker of its next hand-out is on its way to the journal. */
        MARKING,
        MARKED
    }

    /**
     * @param width if it was set aside, of how many partitions' routing it waits for the end; otherwise 0
     * @param again if it was set aside, whether it may go out now: to others it is aside until it does
     */
    private record Pending(Stage stage, Attempts before, int width, boolean again) {

        private Pending(Stage stage, Attempts before) {
            this(stage, before, 0, false);
        }

        private boolean isSkipped() {
            return stage == Stage.MARKING || stage == Stage.ASIDE && !again;
        }

        private boolean isAsideSince(int before) {
            return stage == Stage.ASIDE && width >= before;
        }
    }

    /** Delayed records whose time has come and that are looked at together; those behind them come next. */
    private static final int MAX_DUE = 1_000;

    private final FeedOwner owner;

    /** Whether there are some of which only the offset is known. */
    private boolean hasMoreDue;

    /** Those below the cursor that nobody has. Usually empty. */
    private final TreeMap<Long, Pending> pending = new TreeMap<>();

    public StrictFeed(
            PartitionLog log,
            RecordFilter wanted,
            PartitionProgress progress,
            RecordView.Source source,
            long suspectEnd,
            long limit,
            FeedOwner owner) {
        super(log, wanted, progress, source, null, suspectEnd, limit);
        this.owner = owner;
    }

    @Override
    public boolean isStrict() {
        return true;
    }

    @Override
    public boolean hasWaitingBefore(long at) {
        return pending.headMap(at).values().stream().anyMatch(waiting -> waiting.stage() != Stage.ASIDE);
    }

    @Override
    FoundRecord search(long nowMillis) {
        takeDue(nowMillis);
        boolean behindMarking = false;
        var first = pending.firstEntry();
        while (first != null) {
            long at = first.getKey();
            var waiting = first.getValue();
            if (waiting.isSkipped()) {
                behindMarking |= waiting.stage() == Stage.MARKING;
            } else if (waiting.stage() == Stage.RETURNING
                    || waiting.stage() == Stage.LOCKED
                    || waiting.stage() == Stage.BARRED
                    || waiting.stage() != Stage.ASIDE && waiting.before().dueAtMillis() > nowMillis) {
                return FoundRecord.NOTHING;
            } else if (!isHere(at)) {
                return FoundRecord.AWAITED;
            } else {
                var found = known(at, waiting.before(), waiting.stage() == Stage.MARKED);
                if (!found.isRecord()) {
                    pending.remove(at);
                } else if (mayPass(found)) {
                    return waitsForRetry(found, nowMillis) ? FoundRecord.NOTHING : take(found, behindMarking);
                } else if (pending.get(at).stage() != Stage.ASIDE) {
                    return FoundRecord.NOTHING;
                }
            }
            first = pending.higherEntry(at);
        }
        var found = nextNew(nowMillis);
        if (found.isRecord() && behindMarking && !found.needsMarker()) {
            pending.put(found.offset(), new Pending(Stage.READY, found.before()));
            return FoundRecord.NOTHING;
        }
        return found;
    }

    private FoundRecord take(FoundRecord found, boolean behindMarking) {
        if (behindMarking && !found.needsMarker()) {
            return FoundRecord.NOTHING;
        }
        pending.remove(found.offset());
        return found;
    }

    /** Whether it may look no further: behind what was given back, only more markers may be asked for. */
    @Override
    boolean isFull() {
        return super.isFull()
                || pending.values().stream()
                        .anyMatch(waiting -> waiting.stage() != Stage.MARKING && waiting.stage() != Stage.ASIDE)
                || pending.values().stream()
                                .filter(waiting -> waiting.stage() == Stage.MARKING)
                                .count()
                        >= PartitionFeed.MAX_PER_TURN;
    }

    @Override
    boolean waitsForRetry(FoundRecord found, long nowMillis) {
        if (found.before().dueAtMillis() <= nowMillis) {
            return false;
        }
        pending.put(found.offset(), new Pending(Stage.READY, found.before()));
        return true;
    }

    @Override
    boolean mayPass(FoundRecord found) {
        boolean may = super.mayPass(found);
        if (!may) {
            int width = moved.asideFrom();
            var aside = new Pending(width > 0 ? Stage.ASIDE : Stage.BARRED, Attempts.NONE, width, false);
            var before = pending.put(found.offset(), aside);
            if (before != null && width > before.width()) {
                recall(); // It stood in the way of those that wait for this partition, and does so no more.
            }
        }
        return may;
    }

    @Override
    void unbarred(long at, boolean marked) {
        var waiting = pending.get(at);
        if (waiting != null && waiting.stage() == Stage.ASIDE) {
            pending.put(at, new Pending(Stage.ASIDE, progress.attempts(at), waiting.width(), true));
        } else if (waiting != null && waiting.stage() == Stage.BARRED) {
            pending.put(at, new Pending(marked ? Stage.MARKED : Stage.READY, progress.attempts(at)));
        }
    }

    /** Whether nothing is left below that offset but what its sender delayed and what is parked, whatever the key. */
    @Override
    boolean isDoneWith(byte[] key, long end, int width) {
        return looked() >= end
                && pending.headMap(end).values().stream().allMatch(waiting -> waiting.isAsideSince(width))
                && !owner.holdsBelow(this, end);
    }

    @Override
    public void settled(RecordView done, long at) {
        super.settled(done, at);
        recall();
    }

    @Override
    public void park(RecordView failed, long at) {
        super.park(failed, at);
        recall();
    }

    private void recall() {
        if (moved != null) {
            moved.recallAll();
        }
    }

    /** Keeps a record that a prepared transaction has; what lies behind it waits until that has ended. */
    @Override
    void holdLocked(FoundRecord found) {
        pending.put(found.offset(), new Pending(Stage.LOCKED, Attempts.NONE));
    }

    @Override
    public void unlocked(long at) {
        var waiting = pending.get(at);
        if (waiting != null && waiting.stage() == Stage.LOCKED) {
            pending.put(at, new Pending(Stage.READY, progress.attempts(at)));
        }
    }

    @Override
    public void claimSettled(long at) {
        super.claimSettled(at);
        pending.remove(at);
        recall();
    }

    @Override
    void takeReady(ScheduledRecords scheduled) {
        while (pending.size() < MAX_DUE && scheduled.firstDue() != Alarms.NEVER) {
            long at = scheduled.takeFirstDue();
            isDue(at, progress.attempts(at));
        }
        hasMoreDue = scheduled.firstDue() != Alarms.NEVER;
    }

    @Override
    void isDue(long at, Attempts known) {
        pending.put(at, new Pending(Stage.READY, known.due(known.failed(), 0)));
    }

    @Override
    public void clockMoved(long millis) {
        super.clockMoved(millis);
        pending.replaceAll((at, waiting) ->
                new Pending(waiting.stage(), waiting.before().moved(millis), waiting.width(), waiting.again()));
    }

    @Override
    public void giveBack(long at, Attempts known, long nowMillis) {
        pending.put(at, new Pending(Stage.READY, known));
    }

    /** The record is about to be given back: nothing behind it goes out any more. */
    @Override
    public void returning(RecordView record, long at) {
        pending.put(at, new Pending(Stage.RETURNING, Attempts.NONE));
    }

    @Override
    public void takeBack(long at, Attempts known, boolean marked) {
        pending.put(at, new Pending(marked ? Stage.MARKED : Stage.READY, known));
    }

    @Override
    public void marking(RecordView record, long at) {
        pending.put(at, new Pending(Stage.MARKING, Attempts.NONE));
    }

    @Override
    public void mark(long at, Attempts known) {
        pending.put(at, new Pending(Stage.MARKED, known));
    }

    @Override
    public Map<Long, Attempts> takeMarked() {
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
        if (pending.isEmpty() && hasMoreDue) {
            return 0;
        }
        var first = pending.firstEntry();
        long retry = first == null || first.getValue().before().dueAtMillis() == 0
                ? Alarms.NEVER
                : first.getValue().before().dueAtMillis();
        return Math.min(retry, super.nextDueMillis());
    }

    @Override
    public long scheduled(long nowMillis) {
        return super.scheduled(nowMillis)
                + pending.values().stream()
                        .filter(waiting -> waiting.before().dueAtMillis() > nowMillis)
                        .count();
    }
}
