package io.penstock.server.http.subscription;

import io.penstock.Binding;
import io.penstock.HeaderMatch;
import io.penstock.server.http.request.RequestException;
import io.penstock.server.http.request.SelectionChecks;

import java.util.Map;

/**
 * Asks for a binding to be made.
 *
 * @param pattern the routing key or pattern; for exchanges of type DIRECT and PATTERN
 * @param headers for exchanges of type HEADERS
 * @param match how many of the headers; absent: ALL
 * @param filter absent: none
 */
public record BindingRequest(
        String destination, String pattern, Map<String, String> headers, HeaderMatch match, String filter) {

    Binding of(String exchange) {
        if (headers != null && headers.containsValue(null)) {
            throw RequestException.malformed("A header has no value: give it one, or leave it out.");
        }
        return Binding.all(exchange, destination)
                .pattern(pattern)
                .headers(
                        match == null ? HeaderMatch.ALL : match,
                        headers == null ? Map.of() : SelectionChecks.headers(headers))
                .filter(SelectionChecks.filter(filter))
                .build();
    }
}
