package io.penstock.conformance.tool;

import java.util.Random;

/**
 * Runs a random test with one seed after the other. A failure names its seed, and {@code -Dpenstock.seed=N} runs that
 * one alone; {@code -Dpenstock.seeds=N} tries so many instead of the usual number.
 */
public final class EachSeed {

    private EachSeed() {}

    /** A test of one seed. */
    @FunctionalInterface
    public interface Run {
        void run(long seed) throws Exception;
    }

    /** From 0 on: the same each time. */
    public static void fromZero(int usual, Run run) {
        from(0, usual, run);
    }

    /** Others each time. */
    public static void fromAnywhere(int usual, Run run) {
        from(new Random().nextInt(), usual, run);
    }

    private static void from(long first, int usual, Run run) {
        var again = Long.getLong("penstock.seed");
        if (again != null) {
            one(again, run);
            return;
        }
        int seeds = Integer.getInteger("penstock.seeds", usual);
        for (long seed = first; seed < first + seeds; seed++) {
            one(seed, run);
        }
    }

    private static void one(long seed, Run run) {
        try {
            run.run(seed);
        } catch (Exception | AssertionError e) {
            throw new AssertionError("Seed " + seed + " fails: -Dpenstock.seed=" + seed + " repeats it.", e);
        }
    }
}
