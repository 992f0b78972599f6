package io.penstock.connector;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts messages that are being processed or sent, and lets a shutdown wait for their end. It is safe for use by any
 * thread.
 */
final class InFlight {

    private final Lock lock = new ReentrantLock();
    private final Condition drained = lock.newCondition();
    private long count;

    void begin(int more) {
        lock.lock();
        try {
            count += more;
        } finally {
            lock.unlock();
        }
    }

    void end() {
        end(1);
    }

    void end(int some) {
        lock.lock();
        try {
            count -= some;
            if (count == 0) {
                drained.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    long count() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until no message is counted.
     *
     * @return false if that took longer than the limit, or if the thread was interrupted
     */
    boolean awaitDrained(Duration limit) {
        lock.lock();
        try {
            long leftNanos = limit.toNanos();
            while (count > 0) {
                if (leftNanos <= 0) {
                    return false;
                }
                leftNanos = drained.awaitNanos(leftNanos);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
