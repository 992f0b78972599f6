package io.penstock.server.http.request;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * Checks what a request selects. Something empty would select everything: whoever sends it has most likely lost what
 * they meant to select.
 */
public final class SelectionChecks {

    private SelectionChecks() {}

    /**
     * The text of a filter; null if the request has none.
     *
     * @throws RequestException if it is blank
     */
    public static @Nullable String filter(@Nullable String filter) {
        if (filter != null && filter.isBlank()) {
            throw RequestException.malformed(
                    "'filter' is " + (filter.isEmpty() ? "empty" : "blank") + ": leave it out to take all.");
        }
        return filter;
    }

    /**
     * The headers that are asked for; null if the request names none.
     *
     * @throws RequestException if there is none of them
     */
    public static @Nullable Map<String, String> headers(@Nullable Map<String, String> headers) {
        if (headers != null && headers.isEmpty()) {
            throw RequestException.malformed("'headers' is empty: name one at least, or leave it out to take all.");
        }
        return headers;
    }
}
