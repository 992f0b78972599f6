package io.penstock.security;

import io.penstock.PenstockException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class NamePatternTest {

    @ParameterizedTest
    @CsvSource({
        "orders, orders, true",
        "orders, orders.dlq, false",
        "orders.*, orders.dlq, true",
        "orders.*, orders, false",
        "orders.*, orders.a.b, false",
        "orders.#, orders, true",
        "orders.#, orders.a.b, true",
        "#, anything.at.all, true",
        "#.dlq, orders.dlq, true",
        "#.dlq, dlq, true",
        "*.dlq, dlq, false",
        "a.#.b.#.c, a.b.c, true",
        "a.#.b.#.c, a.x.b.y.z.c, true",
        "a.#.b.#.c, a.x.c, false"
    })
    void shouldMatchNames(String pattern, String name, boolean matches) {
        assertThat(NamePattern.of(pattern).matches(name)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a..b", "a.", "or*", "a.#b", "a.**"})
    void shouldRefuseWhatIsNoPattern(String text) {
        assertThatThrownBy(() -> NamePattern.of(text)).isInstanceOf(PenstockException.InvalidConfiguration.class);
    }

    @Test
    void shouldPutTheMoreSpecificFirst() {
        assertThat(Stream.of("#", "orders.#", "orders.*", "*.dlq", "orders.dlq", "orders", "orders.*.x")
                        .map(NamePattern::of)
                        .sorted()
                        .map(NamePattern::text))
                .containsExactly("orders", "orders.dlq", "orders.*", "orders.*.x", "orders.#", "*.dlq", "#");
    }

    /** All names of up to three words of two letters say whether a pattern covers or overlaps another. */
    @Test
    void shouldCoverAndOverlapAsTheNamesSay() {
        long seed = Long.getLong("penstock.seed", System.nanoTime());
        System.out.println("NamePatternTest seed " + seed);
        var random = new Random(seed);
        var names = names(List.of("a", "b", "c"), 5);
        for (int i = 0; i < 1_000; i++) {
            var one = pattern(random);
            var other = pattern(random);
            var ones = names.stream().filter(one::matches).toList();
            var others = names.stream().filter(other::matches).toList();

            assertThat(one.overlaps(other))
                    .as("%s overlaps %s", one, other)
                    .isEqualTo(ones.stream().anyMatch(others::contains));
            if (one.covers(other)) {
                assertThat(ones).as("%s covers %s", one, other).containsAll(others);
            }
            assertThat(one.covers(one)).isTrue();
        }
    }

    private static NamePattern pattern(Random random) {
        var words = new ArrayList<String>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            words.add(List.of("a", "b", "*", "#").get(random.nextInt(4)));
        }
        return NamePattern.of(String.join(".", words));
    }

    private static List<String> names(List<String> words, int most) {
        var all = new ArrayList<>(words);
        List<String> last = words;
        for (int i = 1; i < most; i++) {
            last = last.stream()
                    .flatMap(name -> words.stream().map(word -> name + "." + word))
                    .toList();
            all.addAll(last);
        }
        return all;
    }
}
