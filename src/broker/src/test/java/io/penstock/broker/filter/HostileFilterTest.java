package io.penstock.broker.filter;

import io.penstock.PenstockException;
import io.penstock.conformance.tool.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Filters and values that were made to hurt, and the cache that must not grow with them. */
@Timeout(Patience.SECONDS)
class HostileFilterTest {

    /** Less than any thread of ours has. */
    private static final int SMALL_STACK_BYTES = 256 * 1024;

    @ParameterizedTest
    @ValueSource(strings = {"(", "NOT ", "- ", "+ ", "NOT(", "-(", "(NOT "})
    void shouldRefuseDeepNesting(String level) {
        assertThatThrownBy(() -> Filter.parse(level.repeat(5_000)))
                .isInstanceOf(PenstockException.InvalidFilter.class)
                .hasMessageContaining("at most " + Parser.MAX_DEPTH + " levels deep");
    }

    @Test
    void shouldTakeTheDeepestFilterAndNoDeeper() {
        int levels = Parser.MAX_DEPTH;
        assertThat(Filter.parse("(".repeat(levels) + "a" + ")".repeat(levels)).matches(name -> true))
                .isTrue();
        assertThatThrownBy(() -> Filter.parse("(".repeat(levels + 1) + "a" + ")".repeat(levels + 1)))
                .isInstanceOfSatisfying(
                        PenstockException.InvalidFilter.class,
                        refused -> assertThat(refused.position()).isEqualTo(levels));
    }

    @Test
    void shouldBoundComparisonsOfComparisons() {
        assertThat(Filter.parse("a" + " = TRUE".repeat(Parser.MAX_DEPTH)).matches(name -> true))
                .isTrue();
        assertThatThrownBy(() -> Filter.parse("(a" + " = TRUE".repeat(90) + ")" + " = TRUE".repeat(90)))
                .hasMessageContaining("levels deep");
    }

    @Test
    void shouldNeedLittleStackHoweverLongTheFilter() throws Exception {
        int levels = Parser.MAX_DEPTH / 2;
        String deep = "(NOT a + 1 * 1 = 3 AND TRUE AND ".repeat(levels) + "TRUE" + ")".repeat(levels);
        String sum = "a" + " + 1".repeat(4_000) + " > 0";
        String product = "a" + " * 1".repeat(4_000) + " > 0";
        String or = "a = 0" + " OR a = 0".repeat(2_000) + " OR TRUE";
        String and = "TRUE" + " AND TRUE".repeat(3_000);
        var failures = new ArrayList<Throwable>();
        var thread = new Thread(
                null,
                () -> {
                    for (String filter : new String[] {deep, sum, product, or, and}) {
                        assertThat(Filter.parse(filter).matches(name -> 1))
                                .as(filter.substring(0, 30))
                                .isTrue();
                    }
                },
                "small stack",
                SMALL_STACK_BYTES);
        thread.setUncaughtExceptionHandler((dead, failure) -> failures.add(failure));
        thread.start();
        thread.join();

        assertThat(failures).isEmpty();
    }

    @Test
    void shouldRefuseTooLongATextAndTooManyTokens() {
        assertThatThrownBy(() -> Filter.parse("a" + " ".repeat(Lexer.MAX_TEXT_CHARS)))
                .hasMessageContaining("at most " + Lexer.MAX_TEXT_CHARS + " characters, and this one 32769");
        assertThatThrownBy(() -> Filter.parse("a" + "+a".repeat(Lexer.MAX_TOKENS / 2) + "=1"))
                .hasMessageContaining("at most " + Lexer.MAX_TOKENS + " words, literals and signs")
                .isInstanceOfSatisfying(
                        PenstockException.InvalidFilter.class,
                        refused -> assertThat(refused.position()).isEqualTo(Lexer.MAX_TOKENS));
        assertThatThrownBy(() -> Filter.parse("a LIKE '" + "x".repeat(LikePattern.MAX_CHARS + 1) + "'"))
                .hasMessageContaining("at most " + LikePattern.MAX_CHARS + " characters");
    }

    @Test
    void shouldFailOnlyAsDocumentedWhateverTheText() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        String[] pieces = {
            "a", "1", "'x'", "(", ")", "NOT", "AND", "OR", "=", "<>", "<", "-", "+", "*", "/", "BETWEEN", "IN", "LIKE",
            "IS", "NULL", "ESCAPE", "TRUE", ",", "0x", "1e", ".", "'", "!", "\0", "\uD83D", "ü", "7.5f", " ", "JMSX",
            "JMSType", "_"
        };
        for (int round = 0; round < 20_000; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]).append(random.nextBoolean() ? " " : "");
            }
            try {
                Filter.compile(text.toString()).matches(name -> 1);
            } catch (PenstockException.InvalidFilter refused) {
                assertThat(refused.position()).as("seed %s: %s", seed, text).isBetween(0, text.length());
            } catch (RuntimeException e) {
                throw new AssertionError("Seed " + seed + " fails with: " + text, e);
            }
        }
    }

    @Test
    @Timeout(Patience.SECONDS)
    void shouldMatchAHostilePatternInTimeThatGrowsWithTheProductOfTheLengths() {
        String value = "a".repeat(50_000);
        for (String pattern :
                new String[] {"%_" + "a".repeat(900) + "b%", "%a".repeat(400) + "b", "_%".repeat(400) + "b"}) {
            assertThat(Filter.parse("x LIKE '" + pattern + "'").matches(name -> value))
                    .isFalse();
        }
    }

    @Test
    void shouldShareOneFilterForEqualTexts() {
        var filter = Filter.parse("shared = 1");

        assertThat(Filter.parse(new String("shared = 1"))).isSameAs(filter);
        assertThat(Filter.parse("shared  = 1")).isNotEqualTo(filter);
        assertThat(Filter.compile("shared = 1")).isEqualTo(filter).hasSameHashCodeAs(filter);
        assertThat(filter.text()).isEqualTo("shared = 1");
    }

    @Test
    void shouldMatchEverythingWithoutAText() {
        for (String none : new String[] {null, "", " \t\n"}) {
            assertThat(Filter.parse(none)).isSameAs(Filter.NONE);
        }
        assertThat(Filter.NONE.matches(name -> null)).isTrue();
        assertThat(Filter.NONE.text()).isEmpty();
    }

    @Test
    void shouldForgetTheFilterThatWasNotAskedForLongest() {
        var cache = new FilterCache();
        var used = cache.get("used");
        var unused = cache.get("unused");
        for (int i = 0; i < FilterCache.MAX_FILTERS; i++) {
            cache.get("a = " + i);
            assertThat(cache.get("used")).isSameAs(used);
        }

        assertThat(cache.size()).isEqualTo(FilterCache.MAX_FILTERS);
        assertThat(cache.get("unused")).isNotSameAs(unused).isEqualTo(unused);
    }

    @Test
    void shouldBoundTheCharactersThatTheCacheKeeps() {
        var cache = new FilterCache();
        for (int i = 0; i < 100; i++) {
            cache.get("a = '" + "x".repeat(30_000) + i + "'");
        }

        assertThat(cache.chars()).isBetween(FilterCache.MAX_CHARS - 40_000, FilterCache.MAX_CHARS);
        assertThat(cache.size()).isBetween(30, 34);
        assertThatThrownBy(() -> cache.get("a =")).isInstanceOf(PenstockException.InvalidFilter.class);
        assertThat(cache.size()).isBetween(30, 34);
    }

    @Test
    void shouldGiveAllThreadsTheSameFilter() {
        var cache = new FilterCache();
        var asked = new ArrayList<CompletableFuture<Filter>>();
        for (int i = 0; i < 64; i++) {
            asked.add(CompletableFuture.supplyAsync(() -> cache.get("a = 1 AND b = 2")));
        }

        assertThat(asked.stream().map(CompletableFuture::join)).allMatch(cache.get("a = 1 AND b = 2")::equals);
        assertThat(asked.stream().map(CompletableFuture::join).distinct().count())
                .isOne();
        assertThat(cache.size()).isOne();
    }
}
