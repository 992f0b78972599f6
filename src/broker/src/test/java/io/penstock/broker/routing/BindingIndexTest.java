package io.penstock.broker.routing;

import io.penstock.Binding;
import io.penstock.ExchangeType;
import io.penstock.HeaderMatch;
import io.penstock.Headers;
import io.penstock.PenstockException;
import io.penstock.broker.filter.Fields;
import io.penstock.broker.filter.Work;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BindingIndexTest {

    private record Message(String routingKey, Headers headers, Map<String, Object> values, Work work)
            implements RoutedMessage {

        private Message(String routingKey, Headers headers, Map<String, Object> values) {
            this(routingKey, headers, values, new Work());
        }

        @Override
        public Fields fields() {
            return values::get;
        }
    }

    private static Message keyed(String routingKey) {
        return new Message(routingKey, Headers.empty(), Map.of());
    }

    private static Message withHeaders(Map<String, String> headers) {
        var builder = Headers.builder();
        headers.forEach(builder::set);
        return new Message(null, builder.build(), Map.of());
    }

    @Test
    void shouldFindOnlyEqualKeysInADirectExchange() {
        var index = BindingIndex.of(
                ExchangeType.DIRECT,
                List.of(
                        Binding.of("x", "eu", "a").build(),
                        Binding.of("x", "eu", "b").build(),
                        Binding.of("x", "#", "c").build()));

        assertThat(index.destinations(keyed("eu"))).containsExactlyInAnyOrder("a", "b");
        assertThat(index.destinations(keyed("us"))).isEmpty();
        assertThat(index.destinations(keyed("#"))).containsExactly("c");
        assertThat(index.destinations(keyed(null))).isEmpty();
    }

    @Test
    void shouldNameADestinationOnceHoweverManyBindingsMatch() {
        var index = BindingIndex.of(
                ExchangeType.PATTERN,
                List.of(
                        Binding.of("x", "#", "a").build(),
                        Binding.of("x", "eu.*", "a").build(),
                        Binding.of("x", "*.de", "b").build()));

        assertThat(index.destinations(keyed("eu.de"))).containsExactlyInAnyOrder("a", "b");
        assertThat(index.destinations(keyed(null))).containsExactly("a");
    }

    @Test
    void shouldRefuseAMessageForWhichAllFiltersTogetherCostTooMuch() {
        var costly = IntStream.range(0, 4)
                .mapToObj(i -> "h LIKE '%" + "a_".repeat(400) + "b" + i + "%'")
                .collect(Collectors.joining(" OR "));
        var bindings = IntStream.range(0, 200)
                .mapToObj(i -> Binding.all("x", "d" + i).filter(costly).build())
                .toList();
        var index = BindingIndex.of(ExchangeType.FANOUT, bindings);
        var work = new Work();
        var large = new Message(null, Headers.empty(), Map.of("h", "a".repeat(19_000)), work);

        assertThatThrownBy(() -> index.destinations(large))
                .isInstanceOf(PenstockException.InvalidMessage.class)
                .hasMessageContaining("bindings of 'x'")
                .hasMessageContaining("64000000");
        assertThat(work.steps()).isLessThan(5 * Bound.MAX_STEPS / 4);
        assertThat(index.destinations(new Message(null, Headers.empty(), Map.of("h", "short"))))
                .isEmpty();
    }

    @Test
    void shouldAskFiltersToo() {
        var index = BindingIndex.of(
                ExchangeType.FANOUT,
                List.of(
                        Binding.all("x", "a").filter("amount > 10").build(),
                        Binding.all("x", "a").filter("urgent = TRUE").build(),
                        Binding.all("x", "b").build()));

        assertThat(index.destinations(new Message(null, Headers.empty(), Map.of("amount", 5, "urgent", true))))
                .containsExactlyInAnyOrder("a", "b");
        assertThat(index.destinations(new Message(null, Headers.empty(), Map.of("amount", 5))))
                .containsExactly("b");
    }

    @Test
    void shouldAgreeWithANaiveMatcherOfHeaders() {
        for (long seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var bindings = new ArrayList<Binding>();
            for (int i = 0; i < 15; i++) {
                var headers = headers(random);
                var match = headers.isEmpty() || random.nextBoolean() ? HeaderMatch.ALL : HeaderMatch.ANY;
                bindings.add(Binding.headers("x", match, headers, "d" + random.nextInt(8))
                        .build());
            }
            var index = BindingIndex.of(ExchangeType.HEADERS, bindings);
            for (int i = 0; i < 20; i++) {
                var headers = headers(random);
                assertThat(index.destinations(withHeaders(headers)))
                        .as("seed %d: %s among %s", seed, headers, bindings)
                        .isEqualTo(expected(bindings, headers));
            }
        }
    }

    private static Map<String, String> headers(Random random) {
        var headers = new HashMap<String, String>();
        for (int i = random.nextInt(4); i > 0; i--) {
            headers.put("h" + random.nextInt(3), "v" + random.nextInt(3));
        }
        return headers;
    }

    private static Set<String> expected(List<Binding> bindings, Map<String, String> headers) {
        return bindings.stream()
                .filter(binding -> {
                    var wanted = binding.headers().entrySet().stream();
                    return binding.match() == HeaderMatch.ALL
                            ? wanted.allMatch(each -> each.getValue().equals(headers.get(each.getKey())))
                            : wanted.anyMatch(each -> each.getValue().equals(headers.get(each.getKey())));
                })
                .map(Binding::destination)
                .collect(Collectors.toSet());
    }

    /** With a look at each of them, a million comparisons would take seconds. */
    @Test
    void shouldFindOneOfThousandsWithoutLookingAtAll() {
        var bindings = new ArrayList<Binding>();
        for (int i = 0; i < 10_000; i++) {
            bindings.add(Binding.of("x", "orders.customer-" + i + ".#", "d" + i).build());
        }
        var index = BindingIndex.of(ExchangeType.PATTERN, bindings);

        for (int i = 0; i < 10_000; i++) {
            assertThat(index.destinations(keyed("orders.customer-" + i + ".new")))
                    .containsExactly("d" + i);
        }
    }
}
