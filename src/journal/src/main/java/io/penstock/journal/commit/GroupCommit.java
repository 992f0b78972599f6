package io.penstock.journal.commit;

import io.penstock.journal.JournalException;
import io.penstock.journal.frame.Append;
import io.penstock.journal.frame.FrameBuilder;
import org.jboss.logging.Logger;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Writes what waits in the queue, all of it in one frame as far as it fits, by one thread at a time: whoever has the
 * turn. A caller that waits for its append and finds nobody writing takes the turn itself, because handing over to
 * another thread costs more than a write; the writer thread has it whenever more is waiting than that. Nobody spins:
 * who gives up the turn looks at the queue once more and wakes the writer if need be, and who fills an empty queue
 * wakes it unless somebody has the turn.
 */
public final class GroupCommit {

    private static final Logger LOG = Logger.getLogger(GroupCommit.class);

    /**
     * A writer that was woken so soon after it lay down would be woken by almost every append, which costs its sender
     * more than everything else together. It then looks for itself after as long, which nobody who waits for a force
     * would notice, until it once finds nothing.
     */
    private static final long DOZE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    /** The time after which the writer tries again to get a file. */
    private static final long STALLED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final AppendQueue queue;
    private final FrameLog log;
    private final JournalCounters counters;
    private final IntervalForcer forcer;
    private final FrameAhead ahead;
    private final NextFrame next;
    private final AtomicReference<Thread> turn = new AtomicReference<>();
    private final AtomicReference<JournalException> failure = new AtomicReference<>();
    private final Thread writer = new Thread(this::run, "penstock-journal-writer");
    private final long maxStallNanos;
    private volatile boolean closing;

    /** Why no file can be had for the frame at hand; null while there is one. */
    private volatile JournalException.NoFile stall;

    /** The time since which there is no file; the thread that writes sets it. */
    private long stalledSinceNanos;

    /** The writer looks at the queue soon, without being woken. */
    private volatile boolean dozing;

    /** @param frames makes a buffer */
    public GroupCommit(
            AppendQueue queue,
            FrameLog log,
            Supplier<FrameBuilder> frames,
            JournalCounters counters,
            long forceIntervalMillis,
            long maxStallMillis) {
        this.queue = queue;
        this.log = log;
        this.counters = counters;
        maxStallNanos = TimeUnit.MILLISECONDS.toNanos(maxStallMillis);
        ahead = new FrameAhead(queue);
        next = new NextFrame(queue, ahead, () -> new AppendGroup(frames.get(), System::nanoTime));
        forcer = new IntervalForcer(log, forceIntervalMillis, this::fail);
        writer.setDaemon(true);
    }

    public void start() {
        forcer.start();
        ahead.start();
        writer.start();
    }

    /** Queues an append, waiting for space first; tells it if the journal takes no more. */
    public void submit(Append append) {
        // A callback that appends must not wait for itself.
        if (queue.isFull() && !hasTurn()) {
            queue.awaitSpace();
        }
        submitNow(append);
    }

    /**
     * Queues an append, and writes it with all that waits before it if nobody has the turn: somebody may wait for it,
     * and a writer who looks for himself in a while is in no hurry. Forcing what others wait for is left to the writer.
     */
    public void submitHere(Append append) {
        if (queue.isFull() && !hasTurn()) {
            queue.awaitSpace();
        }
        var added = enqueue(append);
        if ((added == AppendQueue.Added.FIRST || added == AppendQueue.Added.BEHIND)
                && stall == null
                && turn.compareAndSet(null, Thread.currentThread())) {
            try {
                writeFrame();
            } finally {
                passTurn();
            }
        }
        // The thread that has the turn looks at the queue once more before it ends the turn.
    }

    /** Queues an append unless the queue is full. */
    public boolean trySubmit(Append append) {
        if (queue.isFull()) {
            return false;
        }
        submitNow(append);
        return true;
    }

    private void submitNow(Append append) {
        if (enqueue(append) == AppendQueue.Added.FIRST && turn.get() == null && !dozing) {
            LockSupport.unpark(writer);
        }
    }

    /** Queues an append and returns when it completed. An interrupt is kept for the caller. */
    public void submitAndWait(Append append) {
        if (hasTurn()) {
            throw new IllegalStateException("A callback of the journal must not wait for the journal.");
        }
        append.wakeUp(Thread.currentThread());
        if (queue.isFull()) {
            queue.awaitSpace();
        }
        enqueue(append);
        if (stall == null && turn.compareAndSet(null, Thread.currentThread())) {
            try {
                // The writer tries again, for as long as that takes.
                while (!append.isCompleted() && stall == null) {
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
            Outcome.failed(append, refusal());
        } else {
            ahead.startIfWorth();
        }
        return added;
    }

    private boolean hasTurn() {
        return turn.get() == Thread.currentThread();
    }

    private void passTurn() {
        var more = next.hasTaken() || stall != null;
        turn.set(null);
        if (more || closing || !queue.isEmpty()) {
            LockSupport.unpark(writer);
        }
    }

    private void run() {
        var busy = false;
        while (true) {
            if (turn.compareAndSet(null, writer)) {
                var found = false;
                while (writeFrame()) {
                    found = true;
                }
                if (closing) {
                    finish();
                    return;
                }
                busy &= found;
                passTurn();
            }
            busy = stall == null ? rest(busy) : awaitFile();
        }
    }

    /** Returns once there may be something to write, and whether that was so soon that it is better not to be woken. */
    private boolean rest(boolean busy) {
        if (busy) {
            dozing = true;
            LockSupport.parkNanos(this, DOZE_NANOS);
            // This is reset before the queue is looked at, so that an append is found whose thread saw it set and did
            // not wake the writer.
            dozing = false;
            return true;
        }
        var beganNanos = System.nanoTime();
        LockSupport.park(this);
        return System.nanoTime() - beganNanos < DOZE_NANOS;
    }

    /** Waits before a file is tried again. Only closing, or a failure of the journal, wakes the writer meanwhile. */
    private boolean awaitFile() {
        dozing = true;
        if (!closing && failure.get() == null) {
            LockSupport.parkNanos(this, STALLED_NANOS);
        }
        dozing = false;
        return false;
    }

    /** The last turn, which nobody gets any more. */
    private void finish() {
        while (writeFrame()) {}
        next.closeQueue();
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
        if (failure.get() != null) {
            if (stall != null) {
                stall = null;
                next.failGroup(failure.get());
            }
            next.refuse(refusal());
            return false;
        }
        try {
            // A frame that waits for a file is filled already.
            if (stall == null && !next.fill()) {
                return false;
            }
            write(next.group());
            goOn();
        } catch (JournalException.NoFile e) {
            if (isToBeTriedAgain(e)) {
                return false;
            }
            stall = null;
            fail(e);
            next.failGroup(failure.get());
            next.refuse(refusal());
            return false;
        } catch (IOException | RuntimeException | Error e) {
            stall = null;
            fail(e);
            next.failGroup(failure.get());
            next.refuse(refusal());
            return false;
        }
        var group = next.group();
        queue.completed(group.queuedBytes());
        Outcome.durable(group.first());
        return true;
    }

    private boolean isToBeTriedAgain(JournalException.NoFile cause) {
        if (stall == null) {
            stalledSinceNanos = System.nanoTime();
        }
        if (closing || failure.get() != null || System.nanoTime() - stalledSinceNanos >= maxStallNanos) {
            return false;
        }
        if (stall == null) {
            LOG.error(cause.getMessage(), cause);
        }
        stall = cause;
        return true;
    }

    private void goOn() {
        if (stall != null) {
            stall = null;
            LOG.infof("There is a further journal file at last: %s. Writing goes on.", log.file().name);
        }
    }

    private void write(AppendGroup group) throws IOException {
        var frame = group.frame;
        if (!frame.isEmpty()) {
            var event = new AppendEvent();
            event.begin();
            if (log.write(frame)) {
                forcer.fullFile();
            }
            if (group.isForced()) {
                force();
            }
            event.written(log.file(), group);
            log.apply(frame);
            counters.frame(group.trigger(), frame.recordCount());
        } else if (group.isForced()) {
            force();
        }
        if (!log.isForced()) {
            forcer.unforced();
        }
    }

    /** Forces, which is the time to have the next frame filled if there is something to fill it with. */
    private void force() throws IOException {
        next.lend();
        log.force();
        next.takeBack();
    }

    /** Ends writing for good. The first cause stays. */
    private void fail(Throwable cause) {
        var advice = cause instanceof IOException || cause instanceof JournalException.NoFile
                ? "Check the disk and its free space, then start again: what was forced is safe."
                : "Start again: what was forced is safe. If it fails again, report this as a defect.";
        var known = new JournalException(
                "The journal failed near " + log.place() + " and takes nothing more (" + cause + "). " + advice, cause);
        if (failure.compareAndSet(null, known)) {
            LOG.error(known.getMessage(), cause);
        }
        Outcome.failed(queue.close(), refusal());
        LockSupport.unpark(writer);
    }

    private JournalException refusal() {
        var cause = failure.get();
        return cause == null
                ? new JournalException.NotOpen("The journal is closed.", null)
                : new JournalException.NotOpen("The journal has failed before: " + cause.getMessage(), cause);
    }

    /** Takes nothing more, since it must not. */
    public void giveUp(JournalException cause) {
        fail(cause);
    }

    /** Why nothing can be written until a further file can be made, which is tried again; null while all is well. */
    public JournalException.NoFile stall() {
        return stall;
    }

    public JournalException failure() {
        return failure.get();
    }

    /** Writes what is queued, forces it, and ends the threads. */
    public void close() {
        if (hasTurn()) {
            throw new IllegalStateException("A callback of the journal must not close the journal.");
        }
        closing = true;
        LockSupport.unpark(writer);
        JoinedThread.await(writer);
        ahead.close();
        forcer.close();
    }
}
