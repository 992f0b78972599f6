package io.penstock.broker.feed;

import java.util.TreeMap;

/**
 * A set of offsets, kept as ranges that neither touch nor overlap. Everything below the low end is one range, however
 * much it is, so that a subscription that works in order costs one number.
 *
 * <p>Not thread-safe.
 */
final class RangeSet {

    private long floor;
    private long above;
    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    /** Contains everything below that offset. */
    RangeSet(long floor) {
        this.floor = floor;
    }

    /** The lowest offset that is not in the set. */
    long floor() {
        return floor;
    }

    /** The number of offsets of the set at or above its floor. */
    long countAbove() {
        return above;
    }

    /** The number of offsets below an end that are not in the set. */
    long absentBelow(long end) {
        long absent = end - floor - above;
        for (var range = ranges.lastEntry(); range != null && range.getValue() > end; ) {
            absent += range.getValue() - Math.max(end, range.getKey());
            range = ranges.lowerEntry(range.getKey());
        }
        return Math.max(0, absent);
    }

    /** The number of offsets in the set. */
    long count() {
        return floor + above;
    }

    /** The number of ranges besides the floor. */
    int ranges() {
        return ranges.size();
    }

    /**
     * The ranges, from (inclusive) and to (exclusive) in turn, ascending; what lies below the floor is counted from 0.
     */
    long[] toBounds() {
        int at = floor == 0 ? 0 : 2;
        var bounds = new long[at + 2 * ranges.size()];
        if (at > 0) {
            bounds[1] = floor;
        }
        for (var range : ranges.entrySet()) {
            bounds[at++] = range.getKey();
            bounds[at++] = range.getValue();
        }
        return bounds;
    }

    boolean contains(long offset) {
        if (offset < floor) {
            return true;
        }
        var range = ranges.isEmpty() ? null : ranges.floorEntry(offset);
        return range != null && offset < range.getValue();
    }

    /** The lowest offset at or above that one that is not in the set. */
    long nextAbsent(long offset) {
        if (offset < floor) {
            return floor;
        }
        var range = ranges.isEmpty() ? null : ranges.floorEntry(offset);
        return range != null && offset < range.getValue() ? range.getValue() : offset;
    }

    /** The lowest offset above an absent one that is in the set, or {@link Long#MAX_VALUE}. */
    long nextPresent(long absentOffset) {
        var start = ranges.higherKey(absentOffset);
        return start == null ? Long.MAX_VALUE : start;
    }

    /** Adds what is not there yet. */
    void add(long from, long to) {
        if (to <= floor || from >= to) {
            return;
        }
        if (from <= floor) {
            raise(to);
        } else {
            insert(from, to);
        }
    }

    private void raise(long to) {
        floor = to;
        var first = ranges.firstEntry();
        while (first != null && first.getKey() <= floor) {
            ranges.pollFirstEntry();
            above -= first.getValue() - first.getKey();
            floor = Math.max(floor, first.getValue());
            first = ranges.firstEntry();
        }
    }

    private void insert(long from, long to) {
        long start = from;
        long end = to;
        var before = ranges.floorEntry(to);
        while (before != null && before.getValue() >= from) {
            start = Math.min(start, before.getKey());
            end = Math.max(end, before.getValue());
            above -= before.getValue() - before.getKey();
            ranges.remove(before.getKey());
            before = ranges.floorEntry(to);
        }
        ranges.put(start, end);
        above += end - start;
    }
}
