package io.penstock.broker.filter;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random filters are what a second, much simpler evaluator says: one that works out each value while it writes the text
 * and so never parses. A failing run prints its seed; {@code -Dpenstock.seed=N} repeats it.
 */
class RandomFilterTest {

    private static final int SEEDS = Integer.getInteger("penstock.seeds", 10_000);

    @Test
    void shouldAgreeWithASimplerEvaluator() {
        int[] counts = new int[3];
        var only = Long.getLong("penstock.seed");
        for (long seed = only == null ? 0 : only; seed < (only == null ? SEEDS : only + 1); seed++) {
            var expected = new RandomFilter(seed).condition();
            var filter = Filter.compile(expected.text());
            var negated = Filter.compile("NOT (" + expected.text() + ")");
            String description = "Seed " + seed + ": " + expected.text();

            assertThat(filter.matches(RandomFilter.FIELDS)).as(description).isEqualTo(expected.is(true));
            assertThat(negated.matches(RandomFilter.FIELDS)).as(description).isEqualTo(expected.is(false));
            counts[expected.value() == null ? 2 : expected.is(true) ? 0 : 1]++;
        }
        if (only == null) {
            assertThat(Arrays.stream(counts).min().orElseThrow())
                    .as("times that true, false, unknown occurred: %s", Arrays.toString(counts))
                    .isGreaterThan(SEEDS / 50);
        }
    }
}
