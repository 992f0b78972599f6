package io.penstock.server.http.overview;

import io.penstock.server.http.request.Parameter;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The part of a table that somebody looks at: what they search, sorted as they want it.
 *
 * @param sort the name of the column
 */
record TablePart(String search, String sort, boolean isDescending, int offset, int limit) {

    private static final int DEFAULT_LIMIT = 100;

    /** The most rows: an answer stays below 256 KiB, also with the longest names. */
    static final int MAX_LIMIT = 200;

    private static final String BY_NAME = "name";

    /**
     * Reads the query parameters of a table.
     *
     * @param columns those that it can be sorted by, by their names
     * @throws io.penstock.server.http.request.RequestException if one cannot be read
     */
    static TablePart of(
            @Nullable String search,
            @Nullable String sort,
            @Nullable String order,
            @Nullable String offset,
            @Nullable String limit,
            Map<String, ?> columns) {
        if (sort != null && !columns.containsKey(sort)) {
            throw new Parameter("sort", sort)
                    .wrong("one of " + columns.keySet().stream().sorted().collect(Collectors.joining(", ")));
        }
        return new TablePart(
                search == null ? "" : search.toLowerCase(Locale.ROOT),
                sort == null ? BY_NAME : sort,
                isDescending(new Parameter("order", order)),
                new Parameter("offset", offset).number(0, 0, Integer.MAX_VALUE),
                new Parameter("limit", limit).number(DEFAULT_LIMIT, 1, MAX_LIMIT));
    }

    private static boolean isDescending(Parameter order) {
        if (order.isPresent() && !List.of("asc", "desc").contains(order.text())) {
            throw order.wrong("asc or desc");
        }
        return "desc".equals(order.text());
    }

    /** Whether one of the names has what is searched. */
    boolean matches(String... names) {
        return search.isEmpty()
                || Arrays.stream(names)
                        .anyMatch(name -> name.toLowerCase(Locale.ROOT).contains(search));
    }

    /** The rows in the order that is wanted; those that are equal are by name. */
    <R> Stream<R> cut(List<R> rows, Map<String, Comparator<R>> columns) {
        var chosen = columns.get(sort);
        return rows.stream()
                .sorted((isDescending ? chosen.reversed() : chosen).thenComparing(columns.get(BY_NAME)))
                .skip(offset)
                .limit(limit);
    }
}
