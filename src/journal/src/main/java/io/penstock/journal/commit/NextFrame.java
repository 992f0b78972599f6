package io.penstock.journal.commit;

import io.penstock.journal.JournalException;
import io.penstock.journal.frame.Append;

import java.util.function.Supplier;

/**
 * Chooses the frame that is written next, from two buffers: one is written and forced, and {@link FrameAhead} may fill
 * the other meanwhile. There is no third one, because a disk that cannot keep up with two is behind already. It belongs
 * to the thread that writes at the moment.
 */
final class NextFrame {

    private final AppendQueue queue;
    private final FrameAhead ahead;

    /** Appends that were taken from the queue and are in no frame yet, oldest first. */
    private Append pending;

    /** The buffer to write. */
    private AppendGroup group;

    /** The buffer that is lent out while the first is forced. */
    private AppendGroup other;

    NextFrame(AppendQueue queue, FrameAhead ahead, Supplier<AppendGroup> buffers) {
        this.queue = queue;
        this.ahead = ahead;
        group = buffers.get();
        other = buffers.get();
    }

    /** The frame that was filled last, with its appends. */
    AppendGroup group() {
        return group;
    }

    /** Fills a frame, or takes the one that was filled meanwhile; returns false if no append waits. */
    boolean fill() {
        if (takeAhead()) {
            ahead.requireFilled();
            if (pending == null) {
                pending = group.goOn(queue);
            }
            return true;
        }
        if (pending == null) {
            pending = queue.takeAll();
        }
        if (pending == null) {
            return false;
        }
        pending = group.fill(pending, queue);
        return true;
    }

    /** Takes back the buffer that was lent out; returns whether it holds a frame, which then is the one to write. */
    private boolean takeAhead() {
        var filled = ahead.take();
        if (filled) {
            var full = other;
            other = group;
            group = full;
        }
        if (pending == null) {
            pending = ahead.rest();
        }
        return filled;
    }

    /** Lends the other buffer out before a force, so that it may be filled meanwhile. */
    void lend() {
        ahead.offer(other, takePending(), group.queuedBytes());
    }

    /** Takes the lent buffer back after a force, unless it is being filled or is filled. */
    void takeBack() {
        ahead.withdraw();
        if (!ahead.isBusy()) {
            pending = ahead.rest();
        }
    }

    /** Whether appends were taken from the queue and are not written yet. */
    boolean hasTaken() {
        return pending != null || ahead.isBusy();
    }

    /** Closes the queue. What it held is written next. */
    void closeQueue() {
        pending = queue.close();
    }

    /** Tells the appends of a frame that could not be filled or written, and nobody else. */
    void failGroup(JournalException cause) {
        // If filling failed, the group still holds all that waits.
        pending = pending == group.first() ? null : pending;
        Outcome.failed(group.first(), cause);
    }

    /** Tells every append that was taken from the queue and is not written, in the lent buffer or not. */
    void refuse(JournalException cause) {
        if (takeAhead()) {
            Outcome.failed(group.first(), cause);
        }
        Outcome.failed(takePending(), cause);
    }

    private Append takePending() {
        var rest = pending;
        pending = null;
        return rest;
    }
}
