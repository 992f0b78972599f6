package io.penstock.testkit;

import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A journal on a storage that does its worst: what was forced and acknowledged is there and unchanged, nothing is
 * invented, offsets are dense, an append is whole or absent, recovery can be interrupted, and a failure is for good.
 *
 * <p>{@code -Dpenstock.seeds=N} tries more seeds; {@code -Dpenstock.seed=S} tries that one again.
 */
class JournalFaultTest {

    private static final int SEEDS = Integer.getInteger("penstock.seeds", 2_000);

    /** Journals wait for their threads; one seed beside another fills those waits. */
    private static final int WORKERS = 2;

    @Test
    void shouldKeepItsPromisesWhateverTheStorageDoes() throws Exception {
        var again = Long.getLong("penstock.seed");
        if (again != null) {
            live(again);
            return;
        }
        var next = new AtomicLong(new Random().nextInt());
        var end = next.get() + SEEDS;
        var workers = Executors.newFixedThreadPool(WORKERS);
        try {
            Callable<Void> work = () -> {
                for (var seed = next.getAndIncrement(); seed < end; seed = next.getAndIncrement()) {
                    live(seed);
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

    private static void live(long seed) {
        try {
            new JournalLives(seed).run();
        } catch (Exception | AssertionError e) {
            throw new AssertionError("Seed " + seed + " fails; -Dpenstock.seed=" + seed + " repeats it.", e);
        }
    }
}
