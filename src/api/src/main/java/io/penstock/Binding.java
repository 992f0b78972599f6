package io.penstock;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A rule of an exchange: which of its messages go to a destination. A message goes to each destination once, however
 * many bindings match. Two bindings with equal components are one.
 *
 * @param exchange whose messages
 * @param destination where they go: a queue, a topic or another exchange
 * @param pattern of an exchange of type DIRECT the routing key, of type PATTERN the pattern; null for the others
 * @param headers of an exchange of type HEADERS names and values that a message is to have; empty for the others
 * @param match how many of these
 * @param filter which of the messages that match otherwise, in the language of message selectors; null for all
 */
public record Binding(
        String exchange,
        String destination,
        String pattern,
        Map<String, String> headers,
        HeaderMatch match,
        String filter) {

    /** Of routing keys and patterns in UTF-8; AMQP's limit too. */
    public static final int MAX_PATTERN_BYTES = 255;

    /** More than a message is usefully told apart by. */
    public static final int MAX_HEADERS = 32;

    /** Of a header's name and value together, in UTF-8: each is compared with a header of each message. */
    public static final int MAX_HEADER_BYTES = 1_024;

    /** Of the text of a filter: parsed filters are kept in memory. */
    public static final int MAX_FILTER_CHARS = 4_096;

    public Binding {
        Destination.requireName(exchange, "exchange");
        Destination.requireName(destination, "destination");
        headers = Collections.unmodifiableMap(new TreeMap<>(headers));
        Objects.requireNonNull(match, "match");
        String binding = "The binding of '" + exchange + "' to '" + destination + "'";
        if (pattern != null && utf8Length(pattern) > MAX_PATTERN_BYTES) {
            throw new PenstockException.InvalidConfiguration(binding + " has a pattern of " + utf8Length(pattern)
                    + " bytes: use at most " + MAX_PATTERN_BYTES + ".");
        }
        if (pattern != null && !headers.isEmpty()) {
            throw new PenstockException.InvalidConfiguration(
                    binding + " has both a pattern and headers: an exchange looks at one of them.");
        }
        requireHeaders(binding, headers, match);
        if (filter != null && filter.length() > MAX_FILTER_CHARS) {
            throw new PenstockException.InvalidConfiguration(binding + " has a filter of " + filter.length()
                    + " characters: use at most " + MAX_FILTER_CHARS + ".");
        }
    }

    private static void requireHeaders(String binding, Map<String, String> headers, HeaderMatch match) {
        if (headers.size() > MAX_HEADERS) {
            throw new PenstockException.InvalidConfiguration(
                    binding + " names " + headers.size() + " headers: use at most " + MAX_HEADERS + ".");
        }
        if (headers.isEmpty() && match == HeaderMatch.ANY) {
            throw new PenstockException.InvalidConfiguration(
                    binding + " asks for any of no headers, which no message has: name some, or ask for ALL.");
        }
        headers.forEach((name, value) -> {
            if (value == null || utf8Length(name) + utf8Length(value) > MAX_HEADER_BYTES) {
                throw new PenstockException.InvalidConfiguration(binding + " names the header '" + name
                        + "' without a value, or with more than " + MAX_HEADER_BYTES + " bytes.");
            }
        });
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Of everything: for an exchange of type FANOUT. */
    public static Binding all(String exchange, String destination) {
        return new Binding(exchange, destination, null, Map.of(), HeaderMatch.ALL, null);
    }

    /** Of a routing key (DIRECT) or of what a pattern matches (PATTERN). */
    public static Binding of(String exchange, String pattern, String destination) {
        return new Binding(exchange, destination, pattern, Map.of(), HeaderMatch.ALL, null);
    }

    /** Of what has these headers: for an exchange of type HEADERS. */
    public static Binding headers(String exchange, HeaderMatch match, Map<String, String> headers, String destination) {
        return new Binding(exchange, destination, null, headers, match, null);
    }

    /** The same for what the filter matches besides; null for all. */
    public Binding withFilter(String selector) {
        return new Binding(exchange, destination, pattern, headers, match, selector);
    }

    /** As people read it. */
    @Override
    public String toString() {
        return "Binding[" + exchange + " -> " + destination + (pattern == null ? "" : ", pattern=" + pattern)
                + (headers.isEmpty() ? "" : ", " + match + " of " + headers)
                + (filter == null ? "" : ", filter=" + filter) + "]";
    }
}
