package io.penstock.journal.commit;

import io.penstock.journal.frame.Append;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Fills the next frame in a thread of its own, in the second of two buffers, while the writing thread waits for a
 * force. The turn's owner offers the idle buffer before it forces. If enough is waiting then, or comes in meanwhile,
 * the frame is filled; otherwise the offer lapses, no other thread is involved, and a sender that writes by itself pays
 * nothing.
 *
 * <p>The owner of the turn alone offers and takes back; anybody may start what is offered.
 */
final class FrameAhead {

    /**
     * The number of waiting bytes, as the queue counts, from which on a thread is woken: less is put into a frame
     * sooner than that.
     */
    static final int WORTH_BYTES = 64 << 10;

    private enum State {
        /** Whatever waits is the owner's. */
        IDLE,

        /** A buffer is lent out, and not touched yet. */
        OFFERED,

        /** The thread here works with it. */
        FILLING,

        /** The frame is ready for the owner of the turn. */
        FILLED
    }

    private final AppendQueue queue;
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
    private final Thread thread = new Thread(this::run, "penstock-journal-filler");
    private volatile Thread taker;
    private volatile boolean closed;

    /** These four belong to the owner of the turn, but to the thread here while it fills. */
    private AppendGroup group;

    private Append waiting;
    private boolean filled;
    private Throwable failure;

    private long startBytes;

    FrameAhead(AppendQueue queue) {
        this.queue = queue;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /**
     * Lends a buffer, with those that wait already.
     *
     * @param takenBytes what counts as queued, but is in the frame that is about to be forced
     */
    void offer(AppendGroup idle, Append first, long takenBytes) {
        group = idle;
        waiting = first;
        filled = false;
        startBytes = takenBytes + WORTH_BYTES;
        state.set(State.OFFERED);
        startIfWorth();
    }

    /**
     * Begins to fill the frame if enough is waiting. Any thread calls this after it has added something to the queue.
     */
    void startIfWorth() {
        if (state.get() == State.OFFERED
                && queue.queuedBytes() >= startBytes
                && state.compareAndSet(State.OFFERED, State.FILLING)) {
            LockSupport.unpark(thread);
        }
    }

    /** Takes back what was offered, unless it is being filled or is filled. */
    void withdraw() {
        state.compareAndSet(State.OFFERED, State.IDLE);
    }

    /** Whether a frame is being filled or is filled. */
    boolean isBusy() {
        var now = state.get();
        return now == State.FILLING || now == State.FILLED;
    }

    /**
     * Takes back what was offered, after waiting if it is being filled. An interrupt is kept for the caller.
     *
     * @return whether there is something in the buffer
     */
    boolean take() {
        withdraw();
        if (state.get() == State.IDLE) {
            return false;
        }
        taker = Thread.currentThread();
        var interrupted = false;
        while (state.get() != State.FILLED) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        taker = null;
        state.set(State.IDLE);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return filled;
    }

    /** Gives the appends that are left, after the buffer was taken back. */
    Append rest() {
        var rest = waiting;
        waiting = null;
        return rest;
    }

    /**
     * Throws what filling the buffer failed with, after it was taken back; the group then holds everything that waited.
     */
    void requireFilled() {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }

    private void run() {
        while (!closed) {
            if (state.get() == State.FILLING) {
                fill();
                state.set(State.FILLED);
                LockSupport.unpark(taker);
            } else {
                LockSupport.park(this);
            }
        }
    }

    private void fill() {
        var first = waiting == null ? queue.takeAll() : waiting;
        waiting = null;
        if (first == null) {
            // The queue was closed, and emptied by whoever did that.
            return;
        }
        filled = true;
        try {
            waiting = group.fill(first, queue);
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    /** Ends the thread, once nobody has the turn any more. */
    void close() {
        closed = true;
        LockSupport.unpark(thread);
        JoinedThread.await(thread);
    }
}
