package io.penstock.bench.journal;

import io.penstock.bench.measure.Meter;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.locks.LockSupport;

/** Records that are written together. */
final class RawBatch {

    private static final int BYTES = 1 << 20;
    private static final int RECORD_HEADER_BYTES = 8;

    /** More threads than any load has, and more samples than a buffer has room for. */
    private static final int MAX_WAITERS = 4096;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final Thread[] waiters = new Thread[MAX_WAITERS];
    private final long[] starts = new long[MAX_WAITERS];
    private int waiterCount;
    private int startCount;
    private int count;
    private long last;

    boolean hasRoomFor(int payloadBytes) {
        return buffer.remaining() >= RECORD_HEADER_BYTES + aligned(payloadBytes)
                && waiterCount < MAX_WAITERS
                && startCount < MAX_WAITERS;
    }

    /** @param waiter who waits for it, or null */
    void add(byte[] payload, int checksum, long number, long startNanos, Thread waiter) {
        int at = buffer.position();
        buffer.putInt(payload.length).putInt(checksum).put(payload);
        buffer.position(at + RECORD_HEADER_BYTES + aligned(payload.length));
        count++;
        last = number;
        if (startNanos != 0) {
            starts[startCount++] = startNanos;
        }
        if (waiter != null) {
            waiters[waiterCount++] = waiter;
        }
    }

    private static int aligned(int bytes) {
        return (bytes + 3) & ~3;
    }

    int count() {
        return count;
    }

    /** The number of the newest record. */
    long last() {
        return last;
    }

    /** What is to be written. */
    ByteBuffer written() {
        return buffer.flip();
    }

    /** Times what is timed, and wakes who waits. */
    void complete(Meter meter) {
        long now = System.nanoTime();
        for (int i = 0; i < startCount; i++) {
            meter.took(now - starts[i]);
        }
        for (int i = 0; i < waiterCount; i++) {
            LockSupport.unpark(waiters[i]);
        }
    }

    void clear() {
        buffer.clear();
        count = 0;
        startCount = 0;
        waiterCount = 0;
    }
}
