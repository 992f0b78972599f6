package io.penstock.journal.commit;

import io.penstock.journal.JournalException;
import io.penstock.journal.frame.Append;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Holds the appends that wait to be written, bounded by bytes. It is a stack linked through the appends themselves:
 * adding is one compare-and-set, which counts it as well, and the writer takes everything at once and reverses it.
 */
public final class AppendQueue {

    /** Bytes that an append costs the heap beside its payload, so that a flood of tiny ones is bounded as well. */
    private static final int OVERHEAD_BYTES = 128;

    private final long maxBytes;
    private final AtomicReference<Append> newest = new AtomicReference<>();

    /** Bytes of appends that were taken from the stack, until they completed; its top says what is on the stack. */
    private final AtomicLong takenBytes = new AtomicLong();

    private final AtomicInteger waiting = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition space = lock.newCondition();

    /** The mark on top of the stack after closing: nothing is added any more. */
    private final Append closed = new Append(false) {
        @Override
        public void durable() {}

        @Override
        public void failed(JournalException cause) {}
    };

    public AppendQueue(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Says whether an append was taken into the queue. */
    enum Added {
        /** The queue was empty: somebody has to look after it. */
        FIRST,

        /** Other appends are waiting already, and none of them for a force. */
        BEHIND,

        /** Other appends are waiting already, and one of them for a force. */
        BEHIND_FORCED,

        /** The queue is closed; the append was not added. */
        REFUSED
    }

    Added add(Append append) {
        var size = size(append);
        Append head;
        do {
            head = newest.get();
            if (head == closed) {
                return Added.REFUSED;
            }
            append.next = head;
            append.stackedBytes = head == null ? size : head.stackedBytes + size;
            append.stackedForced = append.isForced() || head != null && head.stackedForced;
        } while (!newest.compareAndSet(head, append));
        if (head == null) {
            return Added.FIRST;
        }
        return head.stackedForced ? Added.BEHIND_FORCED : Added.BEHIND;
    }

    /** Whether there is no space; a closed queue refuses instead. */
    boolean isFull() {
        return queuedBytes() >= maxBytes && newest.get() != closed;
    }

    /** Waits, whatever interrupts it, until there is space or the queue is closed. */
    void awaitSpace() {
        lock.lock();
        try {
            waiting.incrementAndGet();
            while (isFull()) {
                space.awaitUninterruptibly();
            }
        } finally {
            waiting.decrementAndGet();
            lock.unlock();
        }
    }

    boolean isEmpty() {
        var head = newest.get();
        return head == null || head == closed;
    }

    boolean isClosed() {
        return newest.get() == closed;
    }

    /** Takes all appends that wait, oldest first. They count as queued until {@link #completed}. */
    Append takeAll() {
        Append head;
        do {
            head = newest.get();
            if (head == null || head == closed) {
                return null;
            }
        } while (!newest.compareAndSet(head, null));
        takenBytes.addAndGet(head.stackedBytes);
        return reverse(head);
    }

    /** Takes in nothing more, and returns what still waits, oldest first. */
    Append close() {
        var rest = newest.getAndSet(closed);
        signalSpace();
        return reverse(rest);
    }

    private Append reverse(Append head) {
        Append reversed = null;
        var append = head == closed ? null : head;
        while (append != null) {
            var older = append.next;
            append.next = reversed;
            reversed = append;
            append = older;
        }
        return reversed;
    }

    static long size(Append append) {
        return append.maxFrameBytes() + OVERHEAD_BYTES;
    }

    /** Bytes of appends that wait, or were taken and are not complete. Short by what is being taken at this moment. */
    public long queuedBytes() {
        // In this order nothing is counted twice, which could hold a sender back for nothing.
        var taken = takenBytes.get();
        var head = newest.get();
        return taken + (head == null ? 0 : head.stackedBytes);
    }

    /** Notes that that many bytes, as {@link #size} counts, wait no longer. */
    void completed(long bytes) {
        takenBytes.addAndGet(-bytes);
        if (waiting.get() > 0 && !isFull()) {
            signalSpace();
        }
    }

    private void signalSpace() {
        lock.lock();
        try {
            space.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
