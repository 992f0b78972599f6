package io.penstock.broker.loop;

import org.jboss.logging.Logger;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Runs tasks of the broker at their times that belong to no subscription, on a thread of its own. */
public final class Timekeeper implements Runnable {

    private static final Logger LOG = Logger.getLogger(Timekeeper.class);

    /** The time after which a task that failed is tried again. */
    private static final long RETRY_MILLIS = 5_000;

    /**
     * The interval at which the clock is read while something is scheduled: it may have been set, which wakes nobody.
     */
    private static final long MAX_NAP_MILLIS = 100;

    private final InstantSource clock;
    private final List<Task> tasks;
    private final Consumer<Throwable> onFailure;
    private final Thread thread;
    private final Map<Task, Trouble> troubles = new ConcurrentHashMap<>();
    private volatile boolean ended;
    private volatile boolean woken;

    /** Whoever waits for a pass over all tasks that begins after he has come. */
    private final Queue<CountDownLatch> awaited = new ConcurrentLinkedQueue<>();

    /** A failure that a task did not expect: the other tasks go on, and it is tried again. */
    private record Trouble(String problem, long retryAt) {}

    /** A task that has to run at certain times. */
    public interface Task {

        /**
         * Does what is due.
         *
         * @return when to call again, since the epoch; at the latest when it is woken
         */
        long turn();

        /** Sets an action that any thread calls when there may be something to do earlier. */
        void wakeBy(Runnable action);
    }

    public Timekeeper(InstantSource clock, List<Task> tasks, Consumer<Throwable> onFailure) {
        this("penstock-timer", clock, tasks, onFailure);
    }

    /** @param name of the thread */
    public Timekeeper(String name, InstantSource clock, List<Task> tasks, Consumer<Throwable> onFailure) {
        this.clock = clock;
        this.tasks = tasks;
        this.onFailure = onFailure;
        thread = new Thread(this, name);
        thread.setDaemon(true);
        tasks.forEach(task -> task.wakeBy(this::wake));
    }

    public void start() {
        thread.start();
    }

    private void wake() {
        woken = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        try {
            while (!ended) {
                woken = false;
                int waiting = awaited.size();
                long next = Alarms.NEVER;
                for (var task : tasks) {
                    next = Math.min(next, turn(task));
                }
                release(waiting);
                napUntil(next);
            }
        } catch (Throwable e) {
            LOG.error("The timer ends: the broker stops serving. Restart it.", e);
            onFailure.accept(e);
        } finally {
            ended = true;
            release(Integer.MAX_VALUE);
        }
    }

    private void release(int most) {
        for (int left = most; left > 0 && !awaited.isEmpty(); left--) {
            awaited.remove().countDown();
        }
    }

    /** Waits until the tasks have dealt with what was due when this was called. The timer's own thread cannot wait. */
    public void catchUp() {
        if (Thread.currentThread() == thread) {
            return;
        }
        var pass = new CountDownLatch(1);
        awaited.add(pass);
        wake();
        if (ended) {
            release(Integer.MAX_VALUE);
        }
        try {
            pass.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs a task. A failure is contained to the task; only a JVM that is at its end ends the timer. */
    private long turn(Task task) {
        long now = clock.millis();
        var trouble = troubles.get(task);
        // A clock that was set back must not make it wait for what was once now.
        if (trouble != null && trouble.retryAt() > now && trouble.retryAt() <= now + RETRY_MILLIS) {
            return trouble.retryAt();
        }
        try {
            long next = task.turn();
            troubles.remove(task);
            return next;
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            if (trouble == null) {
                LOG.errorf(e, "%s failed and is tried again every %d seconds.", task, RETRY_MILLIS / 1_000);
            }
            troubles.put(task, new Trouble(task + " (" + e + ")", now + RETRY_MILLIS));
            return now + RETRY_MILLIS;
        }
    }

    /** Describes which tasks fail, for a person; null if none does. Any thread may call this. */
    public String problem() {
        return troubles.isEmpty()
                ? null
                : "The timer cannot go on with "
                        + troubles.values().stream().map(Trouble::problem).collect(Collectors.joining(", "))
                        + ", and tries again; the log has the reason.";
    }

    private void napUntil(long next) {
        if (ended || woken) {
            return;
        }
        if (next == Alarms.NEVER) {
            LockSupport.park(this);
            return;
        }
        long nap = Math.min(MAX_NAP_MILLIS, next - clock.millis());
        if (nap > 0) {
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(nap));
        }
    }

    /** Ends the timer without waiting for it: for a thread that a task may be waiting for. */
    public void endSoon() {
        ended = true;
        LockSupport.unpark(thread);
    }

    /** Ends the timer. When this returns, no task runs any more. */
    public void end() {
        endSoon();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
