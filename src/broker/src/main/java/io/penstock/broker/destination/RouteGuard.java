package io.penstock.broker.destination;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Tells when nobody uses a routing table any more that was replaced. Whoever sends enters before it reads the table and
 * leaves when the message is in the journal's queue. Costs two counts; safe for any thread.
 *
 * <p>Who enters counts in one of two places. To wait, the other place is made the one to count in, and when as many
 * have left as entered, nobody is inside: who has left is counted before who has entered. Both places are waited for in
 * turn, since somebody may have read long ago which place to count in.
 */
public final class RouteGuard {

    /** Between two looks while somebody is inside: it may be waiting for the disk. */
    private static final long LOOK_MICROS = 50;

    private final LongAdder[] entered = {new LongAdder(), new LongAdder()};
    private final LongAdder[] left = {new LongAdder(), new LongAdder()};
    private volatile int place;

    /** Returns what {@link #leave} is to be told. */
    public int enter() {
        int mine = place;
        entered[mine].increment();
        return mine;
    }

    public void leave(int mine) {
        left[mine].increment();
    }

    /** Returns when all have left that had entered before; whoever enters now is not waited for. */
    public synchronized void awaitOthers() {
        for (int round = 0; round < 2; round++) {
            int before = place;
            place = 1 - before;
            while (left[before].sum() != entered[before].sum()) {
                LockSupport.parkNanos(this, TimeUnit.MICROSECONDS.toNanos(LOOK_MICROS));
            }
        }
    }
}
