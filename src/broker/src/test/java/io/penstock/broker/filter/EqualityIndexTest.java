package io.penstock.broker.filter;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class EqualityIndexTest {

    private final EqualityIndex<String> index = new EqualityIndex<>();

    private boolean add(String filter) {
        return index.add(Filter.parse(filter), filter);
    }

    private List<String> matching(Map<String, Object> fields) {
        var found = new ArrayList<String>();
        index.find(fields::get, found::add);
        return found;
    }

    @Test
    void shouldFindWhatTheFiltersThemselvesMatch() {
        var filters = List.of("a = 'x'", "'y' = a", "b = 'x'", "a = 'it''s'");
        filters.forEach(filter -> assertThat(add(filter)).as(filter).isTrue());
        for (Object value : List.of("x", "y", "it's", "", 7, true, new UntypedText("x"), new UntypedText("7"))) {
            for (var field : List.of("a", "b", "c")) {
                var fields = Map.of(field, value);
                assertThat(matching(fields))
                        .as("%s = %s", field, value)
                        .containsExactlyInAnyOrderElementsOf(filters.stream()
                                .filter(filter -> Filter.parse(filter).matches(fields::get))
                                .toList());
            }
        }
    }

    @Test
    void shouldTakeNoOtherFilters() {
        for (var filter : List.of(
                "a <> 'x'", "a = 7", "a = b", "a = TRUE", "NOT a = 'x'", "a = 'x' AND b = 'y'", "a IN ('x')", "a")) {
            assertThat(add(filter)).as(filter).isFalse();
        }
        assertThat(index.canHave(Filter.NONE)).isFalse();
    }

    @Test
    void shouldForgetWhatIsRemovedAndBoundItsFields() {
        for (int i = 0; i < EqualityIndex.MAX_FIELDS; i++) {
            assertThat(add("f" + i + " = 'x'")).isTrue();
        }
        assertThat(add("other = 'x'")).isFalse();
        assertThat(add("f0 = 'y'")).isTrue();
        index.remove(Filter.parse("f0 = 'y'"), "f0 = 'y'");
        index.remove(Filter.parse("f0 = 'x'"), "f0 = 'x'");
        assertThat(matching(Map.of("f0", "x"))).isEmpty();
        assertThat(add("other = 'x'")).isTrue();
    }
}
