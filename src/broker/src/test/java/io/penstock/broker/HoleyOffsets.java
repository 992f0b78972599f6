package io.penstock.broker;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentSkipListMap;

/** The offsets of a partition with holes, and what they are without. One thread changes it, any thread reads. */
final class HoleyOffsets {

    /** By the inner offset from which on it holds: how much higher the outer one is. */
    private final ConcurrentSkipListMap<Long, Long> shifts = new ConcurrentSkipListMap<>();

    /** The inner offset behind the last record. */
    private volatile long end;

    HoleyOffsets() {
        shifts.put(0L, 0L);
    }

    long end() {
        return end;
    }

    void written(long to) {
        end = Math.max(end, to);
    }

    /** Makes a hole of so many offsets at the end, and returns where it begins outside. */
    long hole(int count) {
        long from = outer(end);
        shifts.put(end, from - end + count);
        return from;
    }

    long outer(long inner) {
        return inner + shifts.floorEntry(inner).getValue();
    }

    /** The inner offset of the record there or, of a hole, of the next one. */
    long inner(long outer) {
        long low = 0;
        long high = outer;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (outer(middle) >= outer) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    int bytes() {
        return 4 + 16 * shifts.size();
    }

    void write(ByteBuffer out) {
        out.putInt(shifts.size());
        shifts.forEach((from, shift) -> out.putLong(from).putLong(shift));
    }

    void read(ByteBuffer in) {
        for (int i = in.getInt(); i > 0; i--) {
            shifts.put(in.getLong(), in.getLong());
        }
    }
}
