package io.penstock.server.http.request;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * A page of a list whose entries have names, by name: a page goes on behind the last name of the one before, whatever
 * came or went meanwhile.
 *
 * @param next the {@code after} of the next page; null on the last one
 */
public record Slice<T>(List<T> entries, @Nullable String next) {

    private static final int DEFAULT_LIMIT = 1_000;

    /** The largest page: some megabytes of JSON. */
    private static final int MAX_LIMIT = 10_000;

    /**
     * Cuts a page out of a list.
     *
     * @param after the name after which the page begins; null for the first page
     * @param limit the parameter of that name
     */
    public static <T> Slice<T> of(
            List<T> all, Function<? super T, String> name, @Nullable String after, @Nullable String limit) {
        int most = new Parameter("limit", limit).number(DEFAULT_LIMIT, 1, MAX_LIMIT);
        var rest = all.stream()
                .filter(entry -> after == null || name.apply(entry).compareTo(after) > 0)
                .sorted(Comparator.comparing(name))
                .toList();
        return rest.size() <= most
                ? new Slice<>(rest, null)
                : new Slice<>(List.copyOf(rest.subList(0, most)), name.apply(rest.get(most - 1)));
    }

    /** The same page of what is made of the entries. */
    public <V> Slice<V> map(Function<? super T, V> view) {
        return new Slice<>(entries.stream().<V>map(view).toList(), next);
    }
}
