package io.penstock.broker;

import io.penstock.journal.JournalException;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What one subscription may hand out next of one partition. In memory only: after a restart it is built anew, since the
 * cursor begins at the watermark and meets every record that is not settled. Belongs to the subscription's loop.
 *
 * <p>Offsets at or beyond the cursor have never been looked at and cost nothing, however many they are. Below it, each
 * one that is not settled is in exactly one place: with a consumer, on its way to the journal, {@code ready},
 * {@code marked}, {@code due}, held back by its key, or {@code parked}.
 */
final class PartitionFeed {

    /** Records looked at in one go without finding one to hand out; then others have their turn. */
    static final int MAX_SCAN = 4_096;

    /** Records that wait for their time, 16 bytes each. With more of them, those behind are not looked at yet. */
    static final int MAX_SCHEDULED = 1 << 21;

    final int index;
    final PartitionProgress progress;
    final RangeBuilder settling = new RangeBuilder();

    /** Whether its {@link #settling} is to be journaled at the end of this turn. */
    boolean isTouched;

    /** Whether the engine has it in its list of feeds to ask. */
    boolean active;

    private final PartitionLog log;
    private final RecordView.Source source;
    private final String subscription;
    private final KeyGate keys;
    private final long suspectEnd;
    private final TreeMap<Long, Attempts> ready = new TreeMap<>();
    private final TreeMap<Long, Attempts> marked = new TreeMap<>();
    private final DueHeap due = new DueHeap();
    private final Set<Long> parked = new HashSet<>();
    private final Set<Long> claimed = new HashSet<>();

    /** Records whose next hand-out is on its way to the journal. */
    private int marking;

    private long cursor;
    private boolean closed;
    private boolean onHold;
    private long skipped;

    private long offset;
    private RecordView record;
    private Attempts before;
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
     * @param suspectEnd below it, records may have been handed out by a process that died without telling
     * @param keys null if the subscription keeps no order
     */
    PartitionFeed(
            PartitionLog log,
            String subscription,
            PartitionProgress progress,
            RecordView.Source source,
            KeyGate keys,
            long suspectEnd) {
        this.log = log;
        this.subscription = subscription;
        this.progress = progress;
        this.source = source;
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

    private Found search(long nowMillis) {
        while (due.earliestMillis() <= nowMillis) {
            long at = due.poll();
            ready.put(at, progress.attempts(at));
        }
        if (next(marked, nowMillis)) {
            needsMarker = false;
            isMarked = true;
            return Found.RECORD;
        }
        isMarked = false;
        if (marking > 0 && keys == null && !nextNeedsMarker()) {
            // It would overtake those that are about to be handed out again; their marker activates this feed.
            return Found.NOTHING;
        }
        if (next(ready, nowMillis)) {
            needsMarker = needsMarker(offset, before);
            return Found.RECORD;
        }
        return nextNew(nowMillis);
    }

    private boolean nextNeedsMarker() {
        if (!ready.isEmpty()) {
            return needsMarker(ready.firstKey(), ready.firstEntry().getValue());
        }
        long at = progress.nextUnsettled(cursor);
        return needsMarker(at, progress.attempts(at));
    }

    /** Whether it was, or may have been, handed out before: then this time must be in the journal first. */
    private boolean needsMarker(long at, Attempts known) {
        return known.deliveries() > 0 || at < suspectEnd;
    }

    private boolean next(TreeMap<Long, Attempts> from, long nowMillis) {
        while (!from.isEmpty()) {
            Map.Entry<Long, Attempts> first = from.pollFirstEntry();
            if (!load(first.getKey(), first.getValue())) {
                settleRemoved(offset, offset + 1);
                leaveKey(offset);
            } else if (isGone(offset)) {
                leaveKey(record, offset);
            } else if (enterKey() && !postpone(before.dueAtMillis(), nowMillis)) {
                return true;
            }
        }
        return false;
    }

    private Found nextNew(long nowMillis) {
        for (int scanned = 0; scanned < MAX_SCAN; scanned++) {
            cursor = progress.nextUnsettled(cursor);
            long end = log.endOffset();
            if (cursor >= end || due.size() >= MAX_SCHEDULED || keys != null && keys.isFull()) {
                return Found.NOTHING;
            }
            if (!load(cursor, progress.attempts(cursor))) {
                long next = record == null ? end : Math.min(end, record.offset());
                settleRemoved(cursor, next);
                cursor = next;
                continue;
            }
            cursor++;
            if (isClaimed(offset)) {
                continue;
            }
            var target = record.target();
            if (target != null && !target.equals(subscription)) {
                settling.add(offset);
            } else if (isNewlyAvailable(nowMillis)) {
                needsMarker = needsMarker(offset, before);
                return Found.RECORD;
            }
        }
        return Found.MORE;
    }

    /** A delayed message does not hold back its key; a retry does. */
    private boolean isNewlyAvailable(long nowMillis) {
        if (before.deliveries() == 0 && postpone(record.deliverAtMillis(), nowMillis)) {
            return false;
        }
        return enterKey() && !postpone(before.dueAtMillis(), nowMillis);
    }

    /** False if the record is not in the log any more; then {@link #record} is the next one. */
    private boolean load(long at, Attempts known) {
        offset = at;
        before = known;
        record = source.from(at);
        return record != null && record.offset() == at;
    }

    /** What retention has removed before anybody looked at it is done with. */
    void passRemoved() {
        long start = closed ? 0 : Math.min(source.startOffset(), log.endOffset());
        if (cursor < start) {
            settleRemoved(cursor, start);
            cursor = start;
        }
    }

    /** Records that do not exist any more: compacted, which loses nothing, or too old, which counts. */
    private void settleRemoved(long from, long to) {
        long expiredEnd = Math.min(to, source.startOffset());
        for (long at = progress.nextUnsettled(from); at < expiredEnd; at = progress.nextUnsettled(at)) {
            long end = Math.min(expiredEnd, progress.nextSettled(at));
            skipped += end - at;
            at = end;
        }
        settling.add(from, to);
    }

    /** How many records were lost to retention since it was asked before. */
    long takeSkipped() {
        long count = skipped;
        skipped = 0;
        return count;
    }

    private boolean enterKey() {
        return keys == null || keys.enter(record.key(), offset);
    }

    private boolean postpone(long dueAtMillis, long nowMillis) {
        if (dueAtMillis <= nowMillis) {
            return false;
        }
        due.add(dueAtMillis, offset);
        return true;
    }

    private boolean isGone(long at) {
        return progress.isSettled(at) || isClaimed(at);
    }

    private boolean isClaimed(long at) {
        return !claimed.isEmpty() && claimed.contains(at);
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
    void arm(Alarms alarms, HandOut handOut) {
        if (due.earliestMillis() == DueHeap.NEVER) {
            return;
        }
        if (dueAlarm == null) {
            dueAlarm = new Alarms.Alarm(() -> handOut.activate(this));
        }
        alarms.arm(dueAlarm, due.earliestMillis());
    }

    /** The record may be handed out again, now or when it is due. */
    void giveBack(long at, Attempts known, long nowMillis) {
        if (known.dueAtMillis() > nowMillis) {
            due.add(known.dueAtMillis(), at);
        } else {
            ready.put(at, known);
        }
    }

    /** The marker of the found record's next hand-out goes to the journal. */
    void marking() {
        marking++;
    }

    /** The marker of the record's next hand-out is in the journal; {@code known} does not count it yet. */
    void mark(long at, Attempts known) {
        marking--;
        marked.put(at, known);
    }

    /** Takes back those whose next hand-out is journaled and will not happen. */
    Map<Long, Attempts> takeMarked() {
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
        return at < log.endOffset() && !progress.isSettled(at) && claimed.add(at);
    }

    /** Those whose time has not come: delayed ones that were looked at, and all that wait for a retry. */
    long scheduled(long nowMillis) {
        return due.size() + progress.scheduledFrom(cursor, nowMillis);
    }

    long waiting() {
        return progress.unsettled(log.endOffset());
    }
}
