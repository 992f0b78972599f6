package io.penstock.kafka.log;

import io.penstock.journal.JournalException;
import io.penstock.journal.frame.Append;
import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Takes appends for the writer, and bounds the bytes of those that are on their way. It is safe for any thread. */
final class Intake {

    private final long maxBytes;
    private final Runnable arrived;
    private final Queue<Append> waiting = new ArrayDeque<>();
    private long bytes;
    private @Nullable JournalException refusal;

    /** @param arrived is told that something waits */
    Intake(long maxBytes, Runnable arrived) {
        this.maxBytes = maxBytes;
        this.arrived = arrived;
    }

    /**
     * Takes an append, or tells it that nothing is taken any more.
     *
     * @param waits whether to wait for room; otherwise false is returned if there is none
     */
    boolean take(Append append, boolean waits) {
        return take(append, waits, maxBytes);
    }

    /** Takes an append of the log's own, which has next to no bytes, and never waits for room. */
    void takeAnyway(Append append) {
        take(append, false, Long.MAX_VALUE);
    }

    private boolean take(Append append, boolean waits, long most) {
        JournalException refused;
        synchronized (this) {
            boolean interrupted = false;
            while (refusal == null && bytes > 0 && bytes + append.maxFrameBytes() > most) {
                if (!waits) {
                    return false;
                }
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            refused = refusal;
            if (refused == null) {
                bytes += append.maxFrameBytes();
                waiting.add(append);
            }
        }
        if (refused == null) {
            arrived.run();
        } else {
            append.fail(refused);
        }
        return true;
    }

    /** Moves what waits to a list, up to so many bytes, and at least one append if any waits. */
    synchronized void drainTo(List<Append> target, long most) {
        long taken = 0;
        while (!waiting.isEmpty() && taken <= most) {
            var next = waiting.remove();
            taken += next.maxFrameBytes();
            target.add(next);
        }
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** An append has ended. */
    synchronized void ended(Append append) {
        bytes -= append.maxFrameBytes();
        notifyAll();
    }

    /** Bytes on their way. */
    synchronized long bytes() {
        return bytes;
    }

    /** Takes nothing more, for that reason. What waits stays. */
    synchronized void refuse(JournalException cause) {
        refusal = cause;
        notifyAll();
    }

    /** Everything that waits, which does so no longer. */
    synchronized List<Append> clear() {
        var all = new ArrayList<>(waiting);
        waiting.clear();
        return all;
    }
}
