package io.penstock.broker.routing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code -Dpenstock.seeds=N} tries more tries, {@code -Dpenstock.seed=S} only that one. */
class PatternTrieTest {

    private static final int SEEDS = Integer.getInteger("penstock.seeds", 500);

    /** Few words, so that patterns and keys often meet; the signs themselves are words of keys, too. */
    private static final String[] WORDS = {"a", "b", "", "*", "#"};

    @ParameterizedTest
    @CsvSource({
        "orders.*.eu.#, orders.new.eu, true",
        "orders.*.eu.#, orders.new.eu.de.berlin, true",
        "orders.*.eu.#, orders.eu, false",
        "orders.*.eu.#, orders.new.us.eu, false",
        "#, '', true",
        "#, a.b.c, true",
        "*, '', false",
        "*, a, true",
        "*, a.b, false",
        "'', '', true",
        "'', a, false",
        "a.#.b, a.b, true",
        "a.#.b, a.x.b.b, true",
        "a.#.b, a.x, false",
        "#.#, a, true",
        "*.#, '', false",
        "a*b, a*b, true",
        "a*b, axb, false",
        "a, *, false",
        "a.b, #, false",
        "a., a., true",
        "a.*, a., true",
        "a, A, false",
    })
    void shouldMatchAsAmqpSays(String pattern, String key, boolean expected) {
        assertThat(PatternTrie.matches(pattern, key)).isEqualTo(expected);
    }

    @Test
    void shouldAgreeWithANaiveMatcher() {
        long only = Long.getLong("penstock.seed", -1);
        for (long seed = only < 0 ? 0 : only; seed < (only < 0 ? SEEDS : only + 1); seed++) {
            var random = new Random(seed);
            var trie = new PatternTrie<Integer>();
            var patterns = new ArrayList<String>();
            for (int i = 0; i < 1 + random.nextInt(20); i++) {
                patterns.add(text(random));
                trie.add(patterns.get(i), i);
            }
            for (int i = 0; i < 40; i++) {
                var key = text(random);
                var expected = new ArrayList<Integer>();
                for (int p = 0; p < patterns.size(); p++) {
                    if (matches(words(patterns.get(p)), words(key))) {
                        expected.add(p);
                    }
                }
                var found = new ArrayList<Integer>();
                trie.match(key, found::add);
                assertThat(found)
                        .as("seed %d: '%s' among %s", seed, key, patterns)
                        .containsExactlyInAnyOrderElementsOf(expected);
            }
        }
    }

    private static String text(Random random) {
        var words = new ArrayList<String>();
        for (int i = random.nextInt(6); i > 0; i--) {
            words.add(WORDS[random.nextInt(WORDS.length)]);
        }
        return String.join(".", words);
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\\.", -1));
    }

    /** What the words of the documentation say, and nothing else. */
    private static boolean matches(List<String> pattern, List<String> key) {
        if (pattern.isEmpty()) {
            return key.isEmpty();
        }
        var rest = pattern.subList(1, pattern.size());
        if (pattern.get(0).equals("#")) {
            return matches(rest, key) || !key.isEmpty() && matches(pattern, key.subList(1, key.size()));
        }
        return !key.isEmpty()
                && (pattern.get(0).equals("*") || pattern.get(0).equals(key.get(0)))
                && matches(rest, key.subList(1, key.size()));
    }

    /** A matcher that goes back tries each of a hundred words for each of the signs: it would not end. */
    @Test
    void shouldNotBeSlowedByManySigns() {
        var trie = new PatternTrie<Integer>();
        trie.add("#.a".repeat(60) + ".z", 1);
        var found = new ArrayList<Integer>();

        trie.match("a.".repeat(120) + "y", found::add);

        assertThat(found).isEmpty();
    }
}
