package io.penstock.conformance.fault;

import java.util.Collections;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs a test with many seeds: {@code -Dpenstock.seeds=N} tries more of them, {@code -Dpenstock.seed=S} tries that one
 * again. Which one fails is told.
 */
final class Seeds {

    private static final int SEEDS = Integer.getInteger("penstock.seeds", 2_000);

    /** Journals wait for their threads; one seed beside another fills those waits. */
    private static final int WORKERS = 2;

    private Seeds() {}

    /** A test of one seed. */
    @FunctionalInterface
    interface Test {
        void run(long seed) throws Exception;
    }

    static void run(Test test) throws Exception {
        var again = Long.getLong("penstock.seed");
        if (again != null) {
            run(test, again);
            return;
        }
        var next = new AtomicLong(new Random().nextInt());
        var end = next.get() + SEEDS;
        var workers = Executors.newFixedThreadPool(WORKERS);
        try {
            Callable<Void> work = () -> {
                for (var seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
                    run(test, seed);
                }
                return null;
            };
            for (var done : workers.invokeAll(Collections.nCopies(WORKERS, work))) {
                done.get();
            }
        } finally {
            workers.shutdownNow();
        }
    }

    private static void run(Test test, long seed) {
        try {
            test.run(seed);
        } catch (Exception | AssertionError e) {
            throw new AssertionError("Seed " + seed + " fails; -Dpenstock.seed=" + seed + " repeats it.", e);
        }
    }
}
