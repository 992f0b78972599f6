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

    /** Not so often that the log fills, and soon enough that what was mended goes on. */
    private static final long RETRY_MILLIS = 10_000;

    private static final int NONE = -1;

    private final InstantSource clock;
    private final List<Task> tasks;
    private final Consumer<Throwable> onFailure;
    private final Thread thread;
    private final long[] retryAtMillis;
    private volatile int problem = NONE;
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
        retryAtMillis = new long[tasks.size()];
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
                for (int i = 0; i < tasks.size(); i++) {
                    next = Math.min(next, turn(i));
                }
                napUntil(next);
            }
        } catch (RuntimeException | Error e) {
            LOG.error("The timer ends: the broker stops serving. Restart it.", e);
            onFailure.accept(e);
        }
    }

    /** What one task throws keeps no other from its turn: it is tried again in a while. */
    private long turn(int index) {
        long now = clock.millis();
        if (retryAtMillis[index] > now && retryAtMillis[index] <= now + RETRY_MILLIS) {
            return retryAtMillis[index];
        }
        try {
            long next = tasks.get(index).turn();
            retryAtMillis[index] = 0;
            if (problem == index) {
                LOG.infof("%s goes on.", name(index));
                problem = NONE;
            }
            return next;
        } catch (RuntimeException | Error e) {
            retryAtMillis[index] = now + RETRY_MILLIS;
            if (problem == NONE) {
                problem = index;
                LOG.errorf(e, "PROBLEM: %s failed, and is tried again every %d s.", name(index), RETRY_MILLIS / 1_000);
            }
            return retryAtMillis[index];
        }
    }

    private String name(int index) {
        return tasks.get(index).getClass().getSimpleName();
    }

    /** Which of the tasks fails, for health; null if none does. From any thread. */
    public String problem() {
        int failing = problem;
        return failing == NONE
                ? null
                : name(failing) + " failed, and is tried again every " + RETRY_MILLIS / 1_000 + " s; the log says why.";
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
