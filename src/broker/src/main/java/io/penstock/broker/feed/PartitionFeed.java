package io.penstock.broker.feed;

import io.penstock.broker.destination.PartitionLog;
import io.penstock.broker.destination.PartitionTable;
import io.penstock.broker.entry.Attempts;
import io.penstock.broker.entry.RangeBuilder;
import io.penstock.broker.filter.Work;
import io.penstock.broker.loop.Alarms;
import io.penstock.broker.record.RecordFilter;
import io.penstock.broker.record.RecordView;
import io.penstock.journal.JournalException;

import java.util.List;
import java.util.Map;

/**
 * Finds what one subscription may hand out next of one partition. In memory only: after a restart it is built anew,
 * since the cursor begins at the watermark and meets every record that is not settled. Belongs to the subscription's
 * loop.
 *
 * <p>Offsets at or beyond the cursor have never been looked at and cost nothing, however many they are. Below it, each
 * one that is not settled is in exactly one place: with a consumer, on its way to the journal, {@code ready},
 * {@code marked}, {@code due}, passed over, held back by its key, or {@code parked}.
 */
public class PartitionFeed {

    /** Records taken from one partition before the next has its turn: neighbours lie in one batch. */
    public static final int MAX_PER_TURN = 64;

    /** Records looked at in one go without finding one to hand out; then others have their turn. */
    static final int MAX_SCAN = 4_096;

    /**
     * The steps of filters in one scan: as many as a filter takes at most for one message, so that no other turn waits
     * for longer.
     */
    private static final long MAX_SCAN_STEPS = 1_000_000;

    public final int index;
    /** The lane of this partition; more is handed out of higher ones. */
    public final int lane;
    /** The number of the partition that it is a lane of. */
    public final int number;

    public final PartitionProgress progress;
    public final RangeBuilder settling = new RangeBuilder();
    public final PassedOver passedOver;

    /** Whether its {@link #settling} is to be journaled at the end of this turn. */
    public boolean isTouched;
    /** Whether the engine has it in its list of feeds to ask. */
    public boolean active;
    /** The number of records that are about to be available again, which nothing overtakes. */
    public int comingBack;
    /** The keys whose partition has changed; null if there are none. */
    public MovedKeys moved;
    /** The partitions by which keys are known that have to wait; null if none ever had to. */
    public PartitionTable routed;
    /** The number of records of its partition that consumers have, in whatever lane. */
    public Holding holding = new Holding();

    private final PartitionLog log;
    private final RecordView.Source source;
    private final RecordFilter wanted;
    /** The steps that filters have cost. */
    private final Work work = new Work();

    private final KeyOrder keys;
    private final long limit;
    private final ReadyRecords ready = new ReadyRecords();
    private final ScheduledRecords due;
    private final RemovedRecords removed;
    private final WithheldRecords withheld;

    /** The one that is used again for each search. */
    private final FoundRecord reused;

    private long cursor;
    /** The offset up to which it had looked when those who wait for it were told last. */
    private long seen = -1;

    private boolean closed;
    private boolean onHold;

    /**
     * @param wanted what the subscription is to have; the rest is settled without being handed out
     * @param gate null if the subscription keeps no order within keys
     * @param suspectEnd below it, records may have been handed out by a process that died without telling
     * @param limit records at or beyond that offset are nothing to it
     */
    public PartitionFeed(
            PartitionLog log,
            RecordFilter wanted,
            PartitionProgress progress,
            RecordView.Source source,
            KeyGate gate,
            long suspectEnd,
            long limit) {
        this.log = log;
        this.wanted = wanted;
        this.limit = limit;
        this.progress = progress;
        this.source = source;
        keys = new KeyOrder(this, gate, ready, progress);
        due = new ScheduledRecords(progress);
        removed = new RemovedRecords(log, progress, source, settling);
        withheld = new WithheldRecords(progress);
        reused = new FoundRecord(source, suspectEnd);
        passedOver = ready.passedOver;
        index = log.index();
        lane = log.destination().partitions().lane(index);
        number = log.destination().partitions().number(index);
        cursor = progress.watermark();
    }

    public void bound(ScheduledBound scheduled) {
        due.bound(scheduled);
    }

    /** Looks for the next record that may be handed out now. The caller takes what is found. */
    public FoundRecord next(long nowMillis) {
        if (closed || onHold || comingBack > 0) {
            return FoundRecord.NOTHING;
        }
        try {
            var found = search(nowMillis);
            if (moved != null) {
                long before = seen;
                seen = looked();
                moved.looked(this, before, seen);
            }
            return found;
        } catch (JournalException.PartitionOffline e) {
            // The log has said so. What is not settled stays so, and is handed out once the partition can be read.
            closed = true;
            return FoundRecord.NOTHING;
        }
    }

    FoundRecord search(long nowMillis) {
        takeDue(nowMillis);
        for (var first = ready.first(); first != null; first = ready.first()) {
            if (!isHere(first.offset())) {
                return FoundRecord.AWAITED;
            }
            if (overtakes(first.offset(), first.before(), first.marked())) {
                return FoundRecord.NOTHING;
            }
            ready.remove(first);
            takeReady(due);
            var found = known(first.offset(), first.before(), first.marked());
            if (found.isRecord()
                    && keys.enter(found)
                    && mayPass(found)
                    && !withheld.lock(found.offset())
                    && !waitsForRetry(found, nowMillis)) {
                return found;
            }
        }
        var found = nextNew(nowMillis);
        if (found.isRecord() && overtakes(found.offset(), found.before(), false)) {
            ready.add(found.offset(), found.before(), false);
            return FoundRecord.NOTHING;
        }
        return found;
    }

    final void takeDue(long nowMillis) {
        due.come(nowMillis);
        takeReady(due);
    }

    /** Takes those whose time has come as they are needed: each takes many times of what it took while it waited. */
    void takeReady(ScheduledRecords scheduled) {
        while (scheduled.hasDueUpTo(ready.firstOffset())) {
            long at = scheduled.takeFirstDue();
            isDue(at, progress.attempts(at));
        }
    }

    /**
     * Whether it would go out before one in front of it whose next hand-out is being journaled. Then it waits for that:
     * the marker activates this feed.
     */
    private boolean overtakes(long at, Attempts known, boolean itsMarkerIsJournaled) {
        return ready.isBehindMarking(at)
                && (itsMarkerIsJournaled || !reused.needsMarker(at, known))
                && (!keys.isKept() || reused.load(at, known, itsMarkerIsJournaled) && keys.isInLine(reused.record()));
    }

    /** Whether a record can be looked at now; if not, the feed is activated when it can. */
    final boolean isHere(long at) {
        return source.isHere(at);
    }

    /** Goes on with records that were never looked at. */
    final FoundRecord nextNew(long nowMillis) {
        var found = reused;
        long before = work.steps();
        for (int scanned = 0; scanned < MAX_SCAN && work.steps() - before < MAX_SCAN_STEPS; scanned++) {
            cursor = progress.nextUnsettled(cursor);
            long end = endOffset();
            if (cursor >= end || isFull() || isBehind()) {
                return FoundRecord.NOTHING;
            }
            if (!isHere(cursor)) {
                return FoundRecord.AWAITED;
            }
            if (!found.load(cursor, progress.attempts(cursor), false)) {
                cursor = removed.pass(cursor, found.record(), end);
                continue;
            }
            cursor++;
            if (withheld.isClaimed(found.offset())) {
                continue;
            }
            if (found.record().isLapsed() || !wanted.matches(found.record(), work)) {
                settling.add(found.offset());
            } else if (progress.isLocked(found.offset())) {
                holdLocked(found);
            } else if (isNewlyAvailable(found, nowMillis)) {
                return found;
            }
        }
        return FoundRecord.MORE;
    }

    /**
     * Whether what lies below the end that was just read may have come by routes of which the loop has not been told:
     * nobody knows yet what that has to wait for. When it is told, everything is looked at again.
     */
    private boolean isBehind() {
        return routed != null && routed != log.destination().partitions();
    }

    /** The steps that filters have cost. */
    public Work work() {
        return work;
    }

    /** Whether nothing new may be looked at before something else has gone. */
    boolean isFull() {
        return due.isFull() || moved != null && moved.isFull(this) || keys.isFull() || passedOver.isFull();
    }

    /** A delayed message does not hold back its key; a retry does. */
    private boolean isNewlyAvailable(FoundRecord found, long nowMillis) {
        if (found.before().deliveries() == 0 && found.record().deliverAtMillis() > nowMillis) {
            due.add(found.record().deliverAtMillis(), found.offset());
            return false;
        }
        return keys.enter(found) && mayPass(found) && !waitsForRetry(found, nowMillis);
    }

    boolean mayPass(FoundRecord found) {
        return moved == null || moved.mayPass(this, found);
    }

    /** The found record may go now, as far as its key's earlier places are concerned: it is looked at again. */
    void unbarred(long at, boolean marked) {
        ready.add(at, progress.attempts(at), marked);
    }

    /** The offset below which all records were looked at. */
    final long looked() {
        return progress.nextUnsettled(cursor);
    }

    /**
     * Whether nothing of that key is left below that offset but what its sender delayed and what is parked.
     *
     * @param width of how many partitions' routing the question is
     */
    boolean isDoneWith(byte[] key, long end, int width) {
        return looked() >= end && !keys.hasInside(key, end);
    }

    /** A record that was looked at before; nothing if it was settled meanwhile, or has been removed. */
    final FoundRecord known(long at, Attempts known, boolean itsMarkerIsJournaled) {
        if (!reused.load(at, known, itsMarkerIsJournaled)) {
            removed.settle(at, at + 1);
            keys.leave(at);
            return FoundRecord.NOTHING;
        }
        if (withheld.isGone(at)) {
            keys.leave(reused.record(), at);
            return FoundRecord.NOTHING;
        }
        return reused;
    }

    /** Takes the number of records that were lost to retention since the last call. */
    public final long takeSkipped() {
        return removed.takeSkipped();
    }

    /** Settles what retention has removed before anybody looked at it. */
    public final void passRemoved() {
        long start = closed ? 0 : Math.min(source.startOffset(), endOffset());
        if (cursor < start) {
            removed.settle(cursor, start);
            cursor = start;
        }
    }

    /** The found record is with a prepared transaction: it holds back its key until that ends. */
    void holdLocked(FoundRecord found) {
        if (keys.enter(found)) {
            withheld.lock(found.offset());
        }
    }

    /** The prepared transaction that had the record was rolled back. */
    public void unlocked(long at) {
        if (withheld.unlock(at)) {
            ready.add(at, progress.attempts(at), false);
        }
    }

    /** Whether the found record waits for its retry; if so, it is remembered. */
    boolean waitsForRetry(FoundRecord found, long nowMillis) {
        if (found.before().dueAtMillis() <= nowMillis) {
            return false;
        }
        due.add(found.before().dueAtMillis(), found.offset());
        return true;
    }

    /** Whether everything behind a record that is given back has to wait for it. */
    public boolean isStrict() {
        return false;
    }

    /** Whether something in front of that offset comes before it and has not gone out yet. */
    public boolean hasWaitingBefore(long at) {
        return false;
    }

    public final boolean isClosed() {
        return closed;
    }

    /** The end of the partition for this subscription. */
    public final long endOffset() {
        return Math.min(limit, log.endOffset());
    }

    /** Stops the hand-out until {@link #release}, because much is about to be settled. */
    public void hold() {
        onHold = true;
    }

    public boolean isOnHold() {
        return onHold;
    }

    public void release() {
        onHold = false;
        withheld.forgetGone();
        due.removeIf(withheld::isGone, at -> {
            if (keys.isKept()) {
                ready.add(at, Attempts.NONE, false); // where it is found to be gone, and leaves its key
            }
        });
    }

    /** Closes the feed, because another one takes its place. What is still told to this one has no effect. */
    public void close() {
        closed = true;
        source.cancelFetch();
        due.clear();
    }

    /** Sets an alarm to look at the feed again when the next scheduled record is due. */
    public final void arm(Alarms alarms, FeedOwner owner) {
        due.arm(alarms, nextDueMillis(), owner, this);
    }

    /** Cancels the alarm, because nothing of the feed is due any more. */
    public final void disarm(Alarms alarms) {
        due.disarm(alarms);
    }

    long nextDueMillis() {
        return due.earliestMillis();
    }

    /** The time of a scheduled record has come, whatever becomes of the clock. */
    void isDue(long at, Attempts known) {
        ready.add(at, known.due(known.failed(), 0), false);
    }

    /**
     * The clock was set by so much, and the progress knows it: what waits for a retry waits as long as before. What its
     * sender delayed goes by the clock.
     */
    public void clockMoved(long millis) {
        due.clockMoved();
    }

    /** The record may be handed out again, now or when it is due. */
    public void giveBack(long at, Attempts known, long nowMillis) {
        if (known.dueAtMillis() > nowMillis) {
            due.add(known.dueAtMillis(), at);
        } else {
            ready.add(at, known, false);
        }
    }

    /** Who has the record gives it back, or may do so: nothing behind it goes out before that is known. */
    public void returning(RecordView record, long at) {
        keys.returning(record, at);
    }

    /** The record was not handed out after all; its marker may be in the journal nevertheless. */
    public void takeBack(long at, Attempts known, boolean itsMarkerIsJournaled) {
        ready.add(at, known, itsMarkerIsJournaled);
    }

    /** @param inOrder whether all who take it work in order: then others of its key need not wait */
    public final void passOver(FoundRecord found, List<? extends Taker> takers, boolean inOrder) {
        passedOver.add(new PassedOver.Passed(found.offset(), found.before(), found.isMarked(), takers));
        if (takers.isEmpty()) {
            keys.leave(found.record(), found.offset());
        } else if (inOrder) {
            keys.setAside(found.record(), found.offset());
        }
    }

    /** Who has what of which key. */
    public final KeyOrder keys() {
        return keys;
    }

    /** Others take what was passed over than before. */
    public final void recallPassedOver() {
        ready.recallPassedOver();
    }

    /** The marker of the record's next hand-out is on its way to the journal. */
    public void marking(RecordView record, long at) {
        if (keys.isInLine(record)) {
            ready.marking(at);
        }
    }

    /** The marker of the record's next hand-out is in the journal; {@code known} does not count it yet. */
    public void mark(long at, Attempts known) {
        ready.mark(at, known);
    }

    /** Takes back those whose next hand-out is journaled and will not happen. */
    public Map<Long, Attempts> takeMarked() {
        var taken = ready.takeMarked();
        taken.putAll(keys.takeMarked());
        return taken;
    }

    /** The record is settled: the next one of its key may go. */
    public void settled(RecordView done, long at) {
        keys.leave(done, at);
    }

    /** A record that nobody here had is settled. */
    public void claimSettled(long at) {
        withheld.settled(at);
        keys.leave(at);
    }

    /** The record stays where it is and is not handed out again. */
    public void park(RecordView failed, long at) {
        withheld.park(at);
        keys.leave(failed, at);
    }

    /** Takes a record that no consumer has away from hand-out, for good; false if it is settled or taken already. */
    public boolean claim(long at) {
        return at < endOffset() && withheld.claim(at);
    }

    /** A record that was taken away from hand-out is not settled after all. */
    public void unclaim(long at) {
        if (withheld.unclaim(at)) {
            giveBack(at, progress.attempts(at), 0);
        }
    }

    public WithheldRecords withheld() {
        return withheld;
    }

    /** Counts records whose time has not come: delayed ones that were looked at, and all that wait for a retry. */
    public long scheduled(long nowMillis) {
        return due.size() + progress.scheduledFrom(cursor, nowMillis);
    }

    public long waiting() {
        return progress.unsettled(endOffset(), log.holes());
    }
}
