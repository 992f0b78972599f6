package io.penstock.broker;

import io.penstock.journal.JournalException;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one subscription may hand out next of one partition. In memory only: after a restart it is built anew, since the
 * cursor begins at the watermark and meets every record that is not settled. Belongs to the subscription's loop.
 *
 * <p>Offsets at or beyond the cursor have never been looked at and cost nothing, however many they are. Below it, each
 * one that is not settled is in exactly one place: with a consumer, on its way to the journal, {@code ready},
 * {@code marked}, {@code due}, passed over, held back by its key, or {@code parked}.
 */
class PartitionFeed {

    /** Records looked at in one go without finding one to hand out; then others have their turn. */
    static final int MAX_SCAN = 4_096;

    /** Records that wait for their time, 16 bytes each. With more of them, those behind are not looked at yet. */
    static final int MAX_SCHEDULED = 1 << 21;

    final int index;
    final PartitionProgress progress;
    final RangeBuilder settling = new RangeBuilder();
    final PassedOver passedOver = new PassedOver();

    /** Whether its {@link #settling} is to be journaled at the end of this turn. */
    boolean isTouched;

    /** Whether the engine has it in its list of feeds to ask. */
    boolean active;

    /** Records of it that are with consumers, those included whose disposition is on its way to the journal. */
    int held;

    private final PartitionLog log;
    private final RecordView.Source source;
    private final RecordFilter wanted;
    private final KeyGate keys;
    private final long suspectEnd;
    private final long limit;
    private final TreeMap<Long, Attempts> ready = new TreeMap<>();
    private final TreeMap<Long, Attempts> marked = new TreeMap<>();
    private final DueHeap due = new DueHeap();
    private final RemovedRecords removed;
    private final Set<Long> parked = new HashSet<>();
    private final Set<Long> claimed = new HashSet<>();

    /** Records whose next hand-out is on its way to the journal: what is behind them does not go out before them. */
    private final TreeSet<Long> marking = new TreeSet<>();

    /** Looked at, and found to be with a prepared transaction; they hold back their keys. */
    private final Set<Long> locked = new HashSet<>();

    private long cursor;
    private boolean closed;
    private boolean onHold;

    private long offset;
    private RecordView record;
    private Attempts before = Attempts.NONE;
    private boolean needsMarker;
    private boolean isMarked;
    private Alarms.Alarm dueAlarm;

    /** What a search for the next record came to. */
    enum Found {
        /** {@link #offset()} and its companions tell which. */
        RECORD,
        /** Nothing yet; there is more to look at. */
        MORE,
        /** Nothing, until something changes. */
        NOTHING
    }

    /**
     * @param wanted what the subscription is to have; the rest is settled without being handed out
     * @param keys null if the subscription keeps no order within keys
     * @param suspectEnd below it, records may have been handed out by a process that died without telling
     * @param limit records at or beyond that offset are nothing to it
     */
    PartitionFeed(
            PartitionLog log,
            RecordFilter wanted,
            PartitionProgress progress,
            RecordView.Source source,
            KeyGate keys,
            long suspectEnd,
            long limit) {
        this.log = log;
        this.wanted = wanted;
        this.limit = limit;
        this.progress = progress;
        this.source = source;
        removed = new RemovedRecords(progress, source, settling);
        this.keys = keys;
        this.suspectEnd = suspectEnd;
        index = log.index();
        cursor = progress.watermark();
    }

    long offset() {
        return offset;
    }

    RecordView record() {
        return record;
    }

    /** What is known of the found record's hand-outs before this one. */
    Attempts before() {
        return before;
    }

    /** Whether this hand-out must be in the journal before it happens. */
    boolean needsMarker() {
        return needsMarker;
    }

    /** Whether the journal counts this hand-out already. */
    boolean isMarked() {
        return isMarked;
    }

    /** Looks for the next record that may be handed out now. The caller takes what is found. */
    Found next(long nowMillis) {
        if (closed || onHold) {
            return Found.NOTHING;
        }
        try {
            return search(nowMillis);
        } catch (JournalException.PartitionOffline e) {
            // The log has said so. What is not settled stays so, and is handed out once the partition can be read.
            closed = true;
            return Found.NOTHING;
        }
    }

    Found search(long nowMillis) {
        takeDue(nowMillis);
        for (var first = firstAgain(); first != null; first = firstAgain()) {
            if (!first.marked() && overtakes(first.offset(), first.before())) {
                return Found.NOTHING;
            }
            remove(first);
            if (isStillThere(first.offset(), first.before(), first.marked())
                    && enterKey()
                    && !isLocked()
                    && !waitsForRetry(nowMillis)) {
                return Found.RECORD;
            }
        }
        var found = nextNew(nowMillis);
        if (found == Found.RECORD && overtakes(offset, before)) {
            ready.put(offset, before);
            return Found.NOTHING;
        }
        return found;
    }

    final void takeDue(long nowMillis) {
        while (due.earliestMillis() <= nowMillis) {
            long at = due.poll();
            isDue(at, progress.attempts(at));
        }
    }

    /** The first in the order of offsets of those that were looked at before; null if there is none. */
    private PassedOver.Passed firstAgain() {
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

    private void remove(PassedOver.Passed first) {
        if (!passedOver.remove(first)) {
            (first.marked() ? marked : ready).remove(first.offset());
        }
    }

    /**
     * Whether it would go out before one in front of it whose next hand-out is being journaled. Then it waits for that:
     * the marker activates this feed.
     */
    private boolean overtakes(long at, Attempts known) {
        return keys == null && !marking.isEmpty() && marking.first() < at && !needsMarker(at, known);
    }

    /** Whether it was, or may have been, handed out before: then this time must be in the journal first. */
    private boolean needsMarker(long at, Attempts known) {
        return known.deliveries() > 0 || at < suspectEnd;
    }

    /** Goes on with those that were never looked at. */
    final Found nextNew(long nowMillis) {
        for (int scanned = 0; scanned < MAX_SCAN; scanned++) {
            cursor = progress.nextUnsettled(cursor);
            long end = endOffset();
            if (cursor >= end || isFull()) {
                return Found.NOTHING;
            }
            if (!load(cursor, progress.attempts(cursor), false)) {
                long next = record == null ? end : Math.min(end, record.offset());
                removed.settle(cursor, next);
                cursor = next;
                continue;
            }
            cursor++;
            if (isClaimed(offset)) {
                continue;
            }
            if (record.isLapsed() || !wanted.matches(record)) {
                settling.add(offset);
            } else if (progress.isLocked(offset)) {
                holdLocked();
            } else if (isNewlyAvailable(nowMillis)) {
                return Found.RECORD;
            }
        }
        return Found.MORE;
    }

    /** Whether nothing new may be looked at before something else has gone. */
    boolean isFull() {
        return due.size() >= MAX_SCHEDULED || keys != null && keys.isFull() || passedOver.isFull();
    }

    /** A delayed message does not hold back its key; a retry does. */
    private boolean isNewlyAvailable(long nowMillis) {
        if (before.deliveries() == 0 && record.deliverAtMillis() > nowMillis) {
            due.add(record.deliverAtMillis(), offset);
            return false;
        }
        return enterKey() && !waitsForRetry(nowMillis);
    }

    /** Finds a record that was looked at before; false if it was settled meanwhile, or has been removed. */
    final boolean isStillThere(long at, Attempts known, boolean itsMarkerIsJournaled) {
        if (!load(at, known, itsMarkerIsJournaled)) {
            removed.settle(at, at + 1);
            leaveKey(at);
            return false;
        }
        if (isGone(at)) {
            leaveKey(record, at);
            return false;
        }
        return true;
    }

    /** False if the record is not in the log any more; then {@link #record} is the next one. */
    private boolean load(long at, Attempts known, boolean itsMarkerIsJournaled) {
        offset = at;
        before = known;
        isMarked = itsMarkerIsJournaled;
        needsMarker = !isMarked && needsMarker(at, known);
        record = source.from(at);
        return record != null && record.offset() == at;
    }

    /** How many records were lost to retention since it was asked before. */
    final long takeSkipped() {
        return removed.takeSkipped();
    }

    /** What retention has removed before anybody looked at it is done with. */
    final void passRemoved() {
        long start = closed ? 0 : Math.min(source.startOffset(), endOffset());
        if (cursor < start) {
            removed.settle(cursor, start);
            cursor = start;
        }
    }

    /** After it has entered its key. */
    private boolean isLocked() {
        boolean isLocked = progress.isLocked(offset);
        if (isLocked) {
            locked.add(offset);
        }
        return isLocked;
    }

    private void holdLocked() {
        if (enterKey()) {
            locked.add(offset);
        }
    }

    /** The prepared transaction that had the record was rolled back. */
    void unlocked(long at) {
        if (locked.remove(at)) {
            ready.put(at, progress.attempts(at));
        }
    }

    private boolean enterKey() {
        return keys == null || keys.enter(record.key(), offset);
    }

    /** Whether the found record waits for its retry; if so, it is remembered. */
    boolean waitsForRetry(long nowMillis) {
        if (before.dueAtMillis() <= nowMillis) {
            return false;
        }
        due.add(before.dueAtMillis(), offset);
        return true;
    }

    final boolean isGone(long at) {
        return progress.isSettled(at) || isClaimed(at);
    }

    private boolean isClaimed(long at) {
        return !claimed.isEmpty() && claimed.contains(at);
    }

    /** Whether everything behind a record that is given back has to wait for it. */
    boolean isStrict() {
        return false;
    }

    /** Whether something in front of that offset comes before it and has not gone out yet. */
    boolean hasWaitingBefore(long at) {
        return false;
    }

    final boolean isClosed() {
        return closed;
    }

    private long endOffset() {
        return Math.min(limit, log.endOffset());
    }

    /** Nothing is handed out until {@link #release}: much is about to be settled. */
    void hold() {
        onHold = true;
    }

    void release() {
        onHold = false;
        parked.removeIf(this::isGone);
        due.removeIf(at -> {
            boolean gone = isGone(at);
            if (gone && keys != null) {
                ready.put(at, Attempts.NONE); // where it is found to be gone, and leaves its key
            }
            return gone;
        });
    }

    /** Another feed takes its place; what is still told to this one has no effect. */
    void close() {
        closed = true;
    }

    /** Has itself looked at again when the next scheduled record is due. */
    final void arm(Alarms alarms, HandOut handOut) {
        long next = nextDueMillis();
        if (next == DueHeap.NEVER) {
            return;
        }
        if (dueAlarm == null) {
            dueAlarm = new Alarms.Alarm(() -> handOut.activate(this));
        }
        alarms.arm(dueAlarm, next);
    }

    long nextDueMillis() {
        return due.earliestMillis();
    }

    /** The time of a scheduled record has come. */
    void isDue(long at, Attempts known) {
        ready.put(at, known);
    }

    /** The record may be handed out again, now or when it is due. */
    void giveBack(long at, Attempts known, long nowMillis) {
        if (known.dueAtMillis() > nowMillis) {
            due.add(known.dueAtMillis(), at);
        } else {
            ready.put(at, known);
        }
    }

    /** A record is about to be given back. */
    void returning(long at) {}

    /** The record was not handed out after all; its marker may be in the journal nevertheless. */
    void takeBack(long at, Attempts known, boolean itsMarkerIsJournaled) {
        (itsMarkerIsJournaled ? marked : ready).put(at, known);
    }

    /** Others are handed out in front of the record that was found. */
    final void passOver(List<Taker> takers) {
        passedOver.add(new PassedOver.Passed(offset, before, isMarked, takers));
        if (takers.isEmpty()) {
            leaveKey(record, offset);
        }
    }

    /** Others take what was passed over than before. */
    final void recallPassedOver() {
        for (var passed : passedOver.takeAll()) {
            takeBack(passed.offset(), passed.before(), passed.marked());
        }
    }

    /** The marker of the record's next hand-out is on its way to the journal. */
    void marking(long at) {
        marking.add(at);
    }

    /** The marker of the record's next hand-out is in the journal; {@code known} does not count it yet. */
    void mark(long at, Attempts known) {
        marking.remove(at);
        marked.put(at, known);
    }

    /** Takes back those whose next hand-out is journaled and will not happen. */
    Map<Long, Attempts> takeMarked() {
        recallPassedOver();
        var taken = new TreeMap<>(marked);
        marked.clear();
        return taken;
    }

    /** The record is settled: the next one of its key may go. */
    void settled(RecordView done, long at) {
        leaveKey(done, at);
    }

    /** A claimed record is settled. */
    void claimSettled(long at) {
        parked.remove(at);
        claimed.remove(at);
        locked.remove(at);
        if (keys != null) {
            leaveKey(at);
        }
    }

    /** The record stays where it is and is not handed out again. */
    void park(RecordView failed, long at) {
        parked.add(at);
        leaveKey(failed, at);
    }

    private void leaveKey(RecordView left, long at) {
        if (keys != null) {
            letIn(keys.leave(left.key(), at));
        }
    }

    /** Of a record that was not loaded, and may be gone. */
    private void leaveKey(long at) {
        if (keys != null) {
            letIn(keys.leave(at));
        }
    }

    private void letIn(long next) {
        if (next != KeyGate.NOBODY) {
            ready.put(next, progress.attempts(next));
        }
    }

    /**
     * Takes a record that no consumer has away from hand-out, for good; false if it is settled or taken already.
     */
    boolean claim(long at) {
        return at < endOffset() && !progress.isSettled(at) && !progress.isLocked(at) && claimed.add(at);
    }

    /** Those whose time has not come: delayed ones that were looked at, and all that wait for a retry. */
    long scheduled(long nowMillis) {
        return due.size() + progress.scheduledFrom(cursor, nowMillis);
    }

    long waiting() {
        return progress.unsettled(endOffset());
    }
}
