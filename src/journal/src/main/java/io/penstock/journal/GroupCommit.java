package io.penstock.journal;

import org.jboss.logging.Logger;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes what waits in the queue, all of it in one frame as far as it fits, by one thread at a time: whoever has the
 * turn. A caller that waits for its append and finds nobody writing takes the turn itself, because handing over to
 * another thread costs more than a write; the writer thread has it whenever more is waiting than that. Nobody spins:
 * who gives up the turn looks at the queue once more and wakes the writer if need be, and who fills an empty queue
 * wakes it unless somebody has the turn.
 */
final class GroupCommit {

    private static final Logger LOG = Logger.getLogger(GroupCommit.class);

    private final AppendQueue queue;
    private final FrameLog log;
    private final AppendGroup group;
    private final JournalCounters counters;
    private final IntervalForcer forcer;
    private final AtomicReference<Thread> turn = new AtomicReference<>();
    private final AtomicReference<JournalException> failure = new AtomicReference<>();
    private final Thread writer = new Thread(this::run, "penstock-journal-writer");
    private volatile boolean closing;

    /** Of whoever has the turn: taken from the queue, oldest first. */
    private Append pending;

    GroupCommit(
            AppendQueue queue, FrameLog log, FrameBuilder frame, JournalCounters counters, long forceIntervalMillis) {
        this.queue = queue;
        this.log = log;
        this.counters = counters;
        group = new AppendGroup(frame, System::nanoTime);
        forcer = new IntervalForcer(log, forceIntervalMillis, this::fail);
        writer.setDaemon(true);
    }

    void start() {
        forcer.start();
        writer.start();
    }

    /** Queues an append, waiting for space first; tells it if the journal takes no more. */
    void submit(Append append) {
        // A callback that appends must not wait for itself.
        if (queue.isFull() && !hasTurn()) {
            queue.awaitSpace();
        }
        submitNow(append);
    }

    /** Queues an append unless the queue is full. */
    boolean trySubmit(Append append) {
        if (queue.isFull()) {
            return false;
        }
        submitNow(append);
        return true;
    }

    private void submitNow(Append append) {
        if (enqueue(append) == AppendQueue.Added.FIRST && turn.get() == null) {
            LockSupport.unpark(writer);
        }
    }

    /** Queues an append and returns when it completed. An interrupt is kept for the caller. */
    void submitAndWait(Append append) {
        if (hasTurn()) {
            throw new IllegalStateException("A callback of the journal must not wait for the journal.");
        }
        append.wakeUp(Thread.currentThread());
        if (queue.isFull()) {
            queue.awaitSpace();
        }
        enqueue(append);
        if (turn.compareAndSet(null, Thread.currentThread())) {
            try {
                while (!append.isCompleted()) {
                    writeFrame();
                }
            } finally {
                passTurn();
            }
        }
        var interrupted = false;
        while (!append.isCompleted()) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private AppendQueue.Added enqueue(Append append) {
        var added = queue.add(append);
        if (added == AppendQueue.Added.REFUSED) {
            reject(append, refusal());
        }
        return added;
    }

    private boolean hasTurn() {
        return turn.get() == Thread.currentThread();
    }

    private void passTurn() {
        var more = pending != null;
        turn.set(null);
        if (more || closing || !queue.isEmpty()) {
            LockSupport.unpark(writer);
        }
    }

    private void run() {
        while (true) {
            if (turn.compareAndSet(null, writer)) {
                while (writeFrame()) {}
                if (closing) {
                    finish();
                    return;
                }
                passTurn();
            }
            LockSupport.park(this);
        }
    }

    /** The last turn, which nobody gets any more. */
    private void finish() {
        pending = queue.close();
        while (writeFrame()) {}
        if (failure.get() == null) {
            try {
                log.force();
            } catch (IOException | RuntimeException e) {
                fail(e);
            }
        }
    }

    /** Writes one frame of what waits; false if nothing does. */
    private boolean writeFrame() {
        if (pending == null) {
            pending = queue.takeAll();
        }
        if (pending == null) {
            return false;
        }
        if (failure.get() != null) {
            rejectAll(takePending(), refusal());
            return false;
        }
        try {
            pending = group.fill(pending, queue);
            write();
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
            // If filling failed, the group still holds all that waits.
            var rest = pending == group.first() ? null : pending;
            pending = null;
            rejectAll(group.first(), failure.get());
            rejectAll(rest, refusal());
            return false;
        }
        queue.completed(group.queuedBytes());
        completeAll(group.first());
        return true;
    }

    private void write() throws IOException {
        var frame = group.frame;
        if (!frame.isEmpty()) {
            log.write(frame, group.isForced());
            counters.frame(group.trigger(), frame.recordCount());
        } else if (group.isForced()) {
            log.force();
        }
        if (!log.isForced()) {
            forcer.unforced();
        }
    }

    private Append takePending() {
        var rest = pending;
        pending = null;
        return rest;
    }

    private static void completeAll(Append first) {
        var append = first;
        while (append != null) {
            var next = append.next;
            append.next = null;
            try {
                append.durable();
            } catch (RuntimeException | Error e) {
                LOG.error("A callback failed that was told of a durable append; the append itself is safe.", e);
            }
            append.complete();
            append = next;
        }
    }

    private static void rejectAll(Append first, JournalException cause) {
        var append = first;
        while (append != null) {
            var next = append.next;
            reject(append, cause);
            append = next;
        }
    }

    /** Tells an append that it will not be written. */
    static void reject(Append append, JournalException cause) {
        append.next = null;
        try {
            append.failed(cause);
        } catch (RuntimeException | Error e) {
            LOG.error("A callback failed that was told of a failed append.", e);
        }
        append.complete();
    }

    /** Ends writing for good. The first cause stays. */
    private void fail(Throwable cause) {
        var advice = cause instanceof IOException
                ? "Check the disk and its free space, then start again: what was forced is safe."
                : "Start again: what was forced is safe. If it fails again, report this as a defect.";
        var known = new JournalException(
                "The journal failed near " + log.place() + " and takes nothing more (" + cause + "). " + advice, cause);
        if (failure.compareAndSet(null, known)) {
            LOG.error(known.getMessage(), cause);
        }
        rejectAll(queue.close(), refusal());
        LockSupport.unpark(writer);
    }

    private JournalException refusal() {
        var cause = failure.get();
        return cause == null
                ? new JournalException.NotOpen("The journal is closed.", null)
                : new JournalException.NotOpen("The journal has failed before: " + cause.getMessage(), cause);
    }

    JournalException failure() {
        return failure.get();
    }

    /** Writes what is queued, forces it, and ends the threads. */
    void close() {
        if (hasTurn()) {
            throw new IllegalStateException("A callback of the journal must not close the journal.");
        }
        closing = true;
        LockSupport.unpark(writer);
        JoinedThread.await(writer);
        forcer.close();
    }
}
