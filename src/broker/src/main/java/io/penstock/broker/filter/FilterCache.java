package io.penstock.broker.filter;

import java.util.LinkedHashMap;

/** Keeps the filters that were parsed last, because a parsed filter is some ten times as large as its text. */
final class FilterCache {

    /** A broker with more different filters than this in use parses some of them again, which is all that it loses. */
    static final int MAX_FILTERS = 1_000;

    /** The most characters of all texts: many long filters, which callers choose, must not fill the heap. */
    static final int MAX_CHARS = 1_000_000;

    private final LinkedHashMap<String, Filter> filters = new LinkedHashMap<>(16, 0.75f, true);
    private int chars;

    /** Parses outside of the lock; of two who parse the same text, both get the first one's filter. */
    Filter get(String text) {
        synchronized (this) {
            var known = filters.get(text);
            if (known != null) {
                return known;
            }
        }
        return keep(Filter.compile(text));
    }

    synchronized int size() {
        return filters.size();
    }

    synchronized int chars() {
        return chars;
    }

    private synchronized Filter keep(Filter filter) {
        var earlier = filters.putIfAbsent(filter.text(), filter);
        if (earlier != null) {
            return earlier;
        }
        chars += filter.text().length();
        var eldest = filters.entrySet().iterator();
        while (filters.size() > MAX_FILTERS || chars > MAX_CHARS) {
            chars -= eldest.next().getKey().length();
            eldest.remove();
        }
        return filter;
    }
}
