package io.penstock.journal.commit;

import io.penstock.journal.frame.Append;
import io.penstock.journal.frame.FrameBuilder;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Holds the appends that share a frame, and that frame. It is used again and again, by the thread that writes at the
 * moment.
 */
final class AppendGroup {

    /** About what a force takes: waiting longer for company would cost the oldest more than it saves the others. */
    static final long MAX_FILL_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    final FrameBuilder frame;
    private final LongSupplier nanoTime;
    private Append first;
    private Append last;
    private long beganNanos;
    private boolean forced;
    private long queuedBytes;
    private FrameTrigger trigger;

    AppendGroup(FrameBuilder frame, LongSupplier nanoTime) {
        this.frame = frame;
        this.nanoTime = nanoTime;
    }

    /**
     * Takes what belongs into one frame: of those that wait, and of what comes into the queue meanwhile.
     *
     * @return those that are left, or null
     */
    Append fill(Append waiting, AppendQueue queue) {
        beganNanos = nanoTime.getAsLong();
        first = waiting;
        last = null;
        forced = false;
        queuedBytes = 0;
        frame.begin(waiting.maxFrameBytes());
        return gather(waiting, queue);
    }

    /**
     * Takes what came into the queue since, if nothing was left before.
     *
     * @return those that are left, or null
     */
    Append goOn(AppendQueue queue) {
        if (queue.isEmpty()) {
            return null;
        }
        var further = queue.takeAll();
        last.next = further;
        return gather(further, queue);
    }

    private Append gather(Append waiting, AppendQueue queue) {
        var next = waiting;
        trigger = null;
        while (trigger == null) {
            next = takeFrom(next);
            var old = nanoTime.getAsLong() - beganNanos >= MAX_FILL_NANOS;
            if (next != null) {
                trigger = FrameTrigger.BYTES;
                last.next = null;
            } else if (queue.isEmpty()) {
                trigger = FrameTrigger.QUEUE_EMPTY;
            } else if (old) {
                trigger = FrameTrigger.AGE;
            } else {
                next = queue.takeAll();
                last.next = next;
            }
        }
        return next;
    }

    /** Takes one after the other while they fit, at least the very first; returns the first that is left. */
    private Append takeFrom(Append waiting) {
        var append = waiting;
        while (append != null && (last == null || frame.hasRoomFor(append))) {
            frame.add(append);
            forced |= append.isForced();
            queuedBytes += AppendQueue.size(append);
            last = append;
            append = append.next;
        }
        return append;
    }

    /** The oldest of them, linked to the others; if filling failed, to those as well that had still to be taken. */
    Append first() {
        return first;
    }

    /** Whether one of them asked for a force. */
    boolean isForced() {
        return forced;
    }

    /** The bytes that its appends count for in the queue. */
    long queuedBytes() {
        return queuedBytes;
    }

    /** The reason why the frame was closed. */
    FrameTrigger trigger() {
        return trigger;
    }
}
