package io.penstock.broker.filter;

import org.junit.jupiter.api.Test;

import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** What a filter costs is bounded, whatever it says and whatever it is asked about. */
class FilterBudgetTest {

    private static final String LONG = "a".repeat(19_000);

    private static String likes(int count, String pattern) {
        return IntStream.range(0, count)
                .mapToObj(i -> "(h LIKE '" + pattern + "' OR h = '" + i + "')")
                .collect(Collectors.joining(" OR "));
    }

    @Test
    void shouldDecideThirtyOnePatternsAboutALongValueInFewSteps() {
        var work = new Work();

        boolean matches = Filter.parse(likes(31, "%" + "a_".repeat(400) + "b%")).matches(name -> LONG, work);

        assertThat(matches).isFalse();
        assertThat(work.takeUndecided()).isZero();
        assertThat(work.takeSteps()).isLessThan(31L * 16 * LONG.length());
    }

    @Test
    void shouldFindTheMatchAtTheEndOfALongValue() {
        var filter = Filter.parse("h LIKE '%" + "a_".repeat(400) + "b%'");

        assertThat(filter.matches(name -> LONG + "b")).isTrue();
    }

    @Test
    void shouldCountAMessageAsNotMatchingWhoseFilterCostsTooMuch() {
        var work = new Work();
        var filter = Filter.parse(likes(500, "%a_a_b%") + " OR h IS NOT NULL");

        boolean matches = filter.matches(name -> LONG, work);

        assertThat(matches).isFalse();
        assertThat(work.takeUndecided()).isEqualTo(1);
        assertThat(work.takeSteps()).isLessThan(Metered.MAX_STEPS + LONG.length() * 2L);
        assertThat(filter.matches(name -> "short", work)).isTrue();
    }

    /** The language of the pattern is that of a regular expression, which takes its time. */
    @Test
    void shouldMatchAsARegularExpressionDoes() {
        long seed = Long.getLong("penstock.seed", System.nanoTime());
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String pattern = text(random, "ab_%\uD83D\uDE00", 8);
            String value = text(random, "ab\uD83D\uDE00", 10);
            var expected = Pattern.compile(
                    pattern.codePoints()
                            .mapToObj(c -> c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(Character.toString(c)))
                            .collect(Collectors.joining()),
                    Pattern.DOTALL);

            assertThat(LikePattern.compile(pattern, LikePattern.NO_ESCAPE).matches(value))
                    .as("'%s' LIKE '%s', seed %d", value, pattern, seed)
                    .isEqualTo(expected.matcher(value).matches());
        }
    }

    private static String text(Random random, String characters, int most) {
        int[] choices = characters.codePoints().toArray();
        var text = new StringBuilder();
        for (int left = random.nextInt(most); left > 0; left--) {
            text.appendCodePoint(choices[random.nextInt(choices.length)]);
        }
        return text.toString();
    }
}
