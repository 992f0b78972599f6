package io.penstock.broker.feed;

import io.penstock.broker.destination.Holes;
import io.penstock.broker.entry.Attempts;
import io.penstock.broker.entry.RangeBuilder;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps how far one subscription is in one partition: the journaled part, which changes only by applying entries, live
 * and in recovery alike. Not thread-safe.
 */
public final class PartitionProgress {

    private RangeSet settled;

    /** The holes that it was told of; all of them are settled. */
    private Holes holes;

    private final Map<Long, Attempts> attempts = new HashMap<>();

    /** Offsets that a prepared transaction will settle, or not. */
    private final Set<Long> locked = new HashSet<>();

    public PartitionProgress(long startOffset) {
        this(startOffset, Holes.NONE);
    }

    /** @param holes offsets that nobody has to settle, wherever the subscription is moved to */
    public PartitionProgress(long startOffset, Holes holes) {
        this.holes = holes;
        settled = new RangeSet(startOffset);
        holes.forEachAbove(startOffset, settled::add);
    }

    /** The offset below which everything is settled. */
    public long watermark() {
        return settled.floor();
    }

    public boolean isSettled(long offset) {
        return settled.contains(offset);
    }

    /** The lowest offset at or above that one that is not settled. */
    public long nextUnsettled(long offset) {
        return settled.nextAbsent(offset);
    }

    /** The first settled offset above one that is not, or {@link Long#MAX_VALUE}. */
    public long nextSettled(long unsettledOffset) {
        return settled.nextPresent(unsettledOffset);
    }

    /** The number of settled offsets that are no holes, all below where it began included. */
    public long settledCount() {
        return settled.count() - holes.count();
    }

    /** The number of offsets below the end that are not settled; holes of which it was not told yet are among them. */
    public long unsettled(long endOffset) {
        return settled.absentBelow(endOffset);
    }

    /**
     * The number of records below the end that are not settled.
     *
     * @param all the holes that there are below the end
     */
    public long unsettled(long endOffset, Holes all) {
        long untold = all == holes ? 0 : all.within(holes.end(), endOffset);
        return Math.max(0, unsettled(endOffset) - untold);
    }

    public Attempts attempts(long offset) {
        return attempts.isEmpty() ? Attempts.NONE : attempts.getOrDefault(offset, Attempts.NONE);
    }

    /** Records at or above that offset that wait for a retry. */
    long scheduledFrom(long offset, long nowMillis) {
        return attempts.entrySet().stream()
                .filter(e -> e.getKey() >= offset && e.getValue().dueAtMillis() > nowMillis)
                .count();
    }

    /** The number of settled ranges above the watermark. */
    public int ranges() {
        return settled.ranges();
    }

    /** Ranges that are settled, with everything below the watermark as the first: from and to in turn. */
    public long[] settled() {
        return settled.toBounds();
    }

    /** What is known of records that are not settled, by offset. */
    public Map<Long, Attempts> attempts() {
        return Collections.unmodifiableMap(attempts);
    }

    /** Whether a prepared transaction has it: nobody else does until that has ended. */
    public boolean isLocked(long offset) {
        return !locked.isEmpty() && locked.contains(offset);
    }

    /**
     * The offsets that are not settled and that a prepared transaction has; a seek may have settled others meanwhile.
     */
    public List<Long> lockedOffsets() {
        return locked.stream().filter(offset -> !settled.contains(offset)).toList();
    }

    /** The offsets that prepared transactions have locked, as ranges in order. */
    public long[] locked() {
        var builder = new RangeBuilder();
        locked.stream().sorted().forEach(builder::add);
        return builder.take();
    }

    public void applyLocked(long from, long to, boolean isLocked) {
        for (long offset = from; offset < to; offset++) {
            if (!isLocked) {
                locked.remove(offset);
            } else if (!settled.contains(offset)) {
                locked.add(offset);
            }
        }
    }

    public void applySettled(long from, long to) {
        settled.add(from, to);
        if (!locked.isEmpty()) {
            locked.removeIf(offset -> offset >= from && offset < to);
        }
        if (attempts.isEmpty()) {
            return;
        }
        if (to - from <= attempts.size()) {
            for (long offset = from; offset < to; offset++) {
                attempts.remove(offset);
            }
        } else {
            attempts.keySet().removeIf(offset -> offset >= from && offset < to);
        }
    }

    /** Moves the progress: everything below the offset is settled, and nothing else is. */
    public void applySought(long offset) {
        settled = new RangeSet(offset);
        holes.forEachAbove(offset, settled::add);
        attempts.clear();
    }

    /** The partition has these holes, which are settled for good. */
    public void applyHoles(Holes all) {
        if (all.count() <= holes.count()) {
            return; // It knew them, or more, from the beginning.
        }
        // Those of a repair may lie anywhere; all others are the last.
        long known = all.count() - holes.count() == all.within(holes.end(), Long.MAX_VALUE) ? holes.end() : 0;
        holes = all;
        all.forEachAbove(known, this::applySettled);
    }

    /** The clock was set by so much. What is journaled stays as it is until the next checkpoint. */
    public void clockMoved(long millis) {
        attempts.replaceAll((offset, known) -> known.moved(millis));
    }

    public void applyAttempts(long offset, Attempts known) {
        if (settled.contains(offset)) {
            return;
        }
        if (known.equals(Attempts.NONE)) {
            attempts.remove(offset);
        } else {
            attempts.put(offset, known);
        }
    }
}
