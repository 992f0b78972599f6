package io.penstock.bench.kafka;

import io.penstock.bench.measure.Joined;
import io.penstock.bench.measure.Meter;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Threads that do the same again and again until the scenario stops. */
final class Workers implements KafkaLoad.Running {

    private static final long LOOK_MILLIS = 100;

    private final Meter meter;
    private final List<Thread> threads = new ArrayList<>();

    /** What a thread does again and again. */
    interface Step {

        void run() throws Exception;
    }

    /** What a thread does at its time. */
    interface PacedStep {

        /** @param dueNanos when it was due, by the clock of {@link System#nanoTime} */
        void run(long dueNanos) throws Exception;
    }

    Workers(Meter meter) {
        this.meter = meter;
    }

    Workers add(String name, Step step) {
        var thread = new Thread(() -> repeat(step), "bench-" + name);
        threads.add(thread);
        thread.start();
        return this;
    }

    /** Each step is due at its time, however long the one before took: one that has to wait for its turn is late. */
    Workers addPaced(String name, int perSecond, PacedStep step) {
        long interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
        var due = new long[] {System.nanoTime()};
        return add(name, () -> {
            for (long left = due[0] - System.nanoTime(); left > 0; left = due[0] - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            step.run(due[0]);
            due[0] += interval;
        });
    }

    private void repeat(Step step) {
        try {
            while (!meter.isStopped()) {
                step.run();
            }
        } catch (Exception | Error e) {
            failIf(e);
        }
    }

    /** Ends the scenario, unless it has ended: then calls may fail that were on their way. */
    void failIf(Throwable failure) {
        if (failure != null && !meter.isStopped()) {
            meter.failed(failure);
        }
    }

    /** Whether it got one before the scenario stopped. */
    boolean acquired(Semaphore permits) throws InterruptedException {
        while (!meter.isStopped()) {
            if (permits.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        meter.stop();
        threads.forEach(Joined::await);
    }
}
