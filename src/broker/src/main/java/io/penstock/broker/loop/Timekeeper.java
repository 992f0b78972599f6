package io.penstock.broker.loop;

import org.jboss.logging.Logger;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** The thread that does what is to be done at a certain time and belongs to no subscription. */
public final class Timekeeper implements Runnable {

    private static final Logger LOG = Logger.getLogger(Timekeeper.class);

    /** While something is to come, the clock is looked at this often: it may have been set, which wakes nobody. */
    private static final long MAX_NAP_MILLIS = 100;

    private final InstantSource clock;
    private final List<Task> tasks;
    private final Consumer<Throwable> onFailure;
    private final Thread thread;
    private volatile boolean ended;
    private volatile boolean woken;

    /** Something that the time calls for. */
    public interface Task {

        /**
         * Does what is due.
         *
         * @return when to call again, since the epoch; at the latest when it is woken
         */
        long turn();

        /** What to call, from any thread, when there may be something to do earlier. */
        void wakeBy(Runnable action);
    }

    public Timekeeper(InstantSource clock, List<Task> tasks, Consumer<Throwable> onFailure) {
        this.clock = clock;
        this.tasks = tasks;
        this.onFailure = onFailure;
        thread = new Thread(this, "penstock-timer");
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
                long next = Alarms.NEVER;
                for (var task : tasks) {
                    next = Math.min(next, task.turn());
                }
                napUntil(next);
            }
        } catch (RuntimeException | Error e) {
            LOG.error("The timer ends: the broker stops serving. Restart it.", e);
            onFailure.accept(e);
        }
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

    /** When it returns, nothing is done any more. */
    public void end() {
        ended = true;
        LockSupport.unpark(thread);
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
