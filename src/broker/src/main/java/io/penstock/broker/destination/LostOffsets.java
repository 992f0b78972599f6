package io.penstock.broker.destination;

import java.util.ArrayList;
import java.util.List;

/**
 * The offsets of one partition that a repair of the log found lost, as ranges: nobody has to read or settle them, so
 * they count for no limit, lag or depth. There are as many ranges as there were repairs, or fewer. Immutable.
 *
 * @param bounds from (inclusive) and to (exclusive) in turn, ascending; ranges neither touch nor overlap
 */
public record LostOffsets(List<Long> bounds) {

    public static final LostOffsets NONE = new LostOffsets(List.of());

    /** Takes a range. */
    @FunctionalInterface
    public interface Visitor {
        void range(long from, long to);
    }

    /** These offsets and those of the range. */
    public LostOffsets with(long from, long to) {
        if (from >= to) {
            return this;
        }
        var all = new ArrayList<Long>();
        long first = from;
        long end = to;
        int at = 0;
        for (; at < bounds.size() && bounds.get(at) <= end; at += 2) {
            if (bounds.get(at + 1) < first) {
                all.addAll(bounds.subList(at, at + 2));
            } else {
                first = Math.min(first, bounds.get(at));
                end = Math.max(end, bounds.get(at + 1));
            }
        }
        all.add(first);
        all.add(end);
        all.addAll(bounds.subList(at, bounds.size()));
        return new LostOffsets(List.copyOf(all));
    }

    public void forEach(Visitor visitor) {
        for (int i = 0; i < bounds.size(); i += 2) {
            visitor.range(bounds.get(i), bounds.get(i + 1));
        }
    }

    /** How many of them lie from that offset to that one (exclusive). */
    public long within(long from, long to) {
        long sum = 0;
        for (int i = 0; i < bounds.size(); i += 2) {
            sum += Math.max(0, Math.min(to, bounds.get(i + 1)) - Math.max(from, bounds.get(i)));
        }
        return sum;
    }

    public long[] toBounds() {
        return bounds.stream().mapToLong(Long::longValue).toArray();
    }
}
