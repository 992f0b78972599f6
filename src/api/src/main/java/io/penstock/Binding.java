package io.penstock;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A binding is a rule of an exchange: which of its messages go to a destination. A message goes to each destination
 * once, however many bindings match; two bindings that say the same are one. Immutable.
 */
public final class Binding extends Value {

    /** The longest routing key or pattern, in UTF-8; AMQP's limit too. */
    public static final int MAX_PATTERN_BYTES = 255;

    /** The largest number of headers of a binding: more than a message is usefully told apart by. */
    public static final int MAX_HEADERS = 32;

    /** The longest header, name and value together in UTF-8: each is compared with a header of each message. */
    public static final int MAX_HEADER_BYTES = 1_024;

    /** The longest text of a filter: parsed filters are kept in memory. */
    public static final int MAX_FILTER_CHARS = 4_096;

    private final String exchange;
    private final String destination;
    private final @Nullable String pattern;
    private final Map<String, String> headers;
    private final HeaderMatch match;
    private final @Nullable String filter;

    private Binding(Builder builder) {
        exchange = builder.exchange;
        destination = builder.destination;
        pattern = builder.pattern;
        match = builder.match;
        filter = builder.filter;
        Destination.requireName(exchange, "exchange");
        Destination.requireName(destination, "destination");
        headers = Collections.unmodifiableMap(new TreeMap<>(Objects.requireNonNull(builder.headers, "headers")));
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
        Utf8.require(pattern, "The pattern of the binding of '" + exchange + "'");
        Utf8.require(filter, "The filter of the binding of '" + exchange + "'");
        requireHeaders(binding, headers, match);
        if (filter != null && filter.length() > MAX_FILTER_CHARS) {
            throw new PenstockException.InvalidConfiguration(binding + " has a filter of " + filter.length()
                    + " characters: use at most " + MAX_FILTER_CHARS + ".");
        }
    }

    /** Starts a binding of everything: for an exchange of type FANOUT. */
    public static Builder all(String exchange, String destination) {
        return new Builder(exchange, destination);
    }

    /** Starts a binding of a routing key (DIRECT) or of what a pattern matches (PATTERN). */
    public static Builder of(String exchange, String pattern, String destination) {
        return all(exchange, destination).pattern(Objects.requireNonNull(pattern, "pattern"));
    }

    /** Starts a binding of what has these headers: for an exchange of type HEADERS. */
    public static Builder headers(String exchange, HeaderMatch match, Map<String, String> headers, String destination) {
        return all(exchange, destination).headers(match, headers);
    }

    /** A builder that starts with everything that this one has. */
    public Builder copy() {
        var builder = new Builder(exchange, destination);
        builder.pattern = pattern;
        builder.headers = headers;
        builder.match = match;
        builder.filter = filter;
        return builder;
    }

    /** The exchange whose messages it is about. */
    public String exchange() {
        return exchange;
    }

    /** The queue, topic or other exchange that they go to. */
    public String destination() {
        return destination;
    }

    /** The routing key, for an exchange of type DIRECT, or the pattern, for type PATTERN; null for the others. */
    public @Nullable String pattern() {
        return pattern;
    }

    /** The names and values that a message is to have, for an exchange of type HEADERS; empty for the others. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The number of these headers that a message must have: all of them or any. */
    public HeaderMatch match() {
        return match;
    }

    /** The filter of the messages that match otherwise, in the language of message selectors; null for all. */
    public @Nullable String filter() {
        return filter;
    }

    private static void requireHeaders(String binding, Map<String, String> headers, HeaderMatch match) {
        if (headers.size() > MAX_HEADERS) {
            throw new PenstockException.InvalidConfiguration(
                    binding + " names " + headers.size() + " headers: use at most " + MAX_HEADERS + ".");
        }
        if (headers.isEmpty() && match == HeaderMatch.ANY) {
            throw new PenstockException.InvalidConfiguration(binding
                    + " has the match ANY and no headers, so that no message has any: name some, or match ALL.");
        }
        headers.forEach((name, value) -> {
            Utf8.require(name, binding + " names a header, which");
            Utf8.require(value, binding + " names the header " + PlainText.quoted(name) + ", whose value");
            if (value == null || utf8Length(name) + utf8Length(value) > MAX_HEADER_BYTES) {
                throw new PenstockException.InvalidConfiguration(binding + " names the header '" + name
                        + "' without a value, or with more than " + MAX_HEADER_BYTES + " bytes.");
            }
        });
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    Object[] fields() {
        return new Object[] {
            "exchange",
            exchange,
            "destination",
            destination,
            "pattern",
            pattern,
            "headers",
            headers,
            "match",
            match,
            "filter",
            filter
        };
    }

    /** The text names the binding as people read it. */
    @Override
    public String toString() {
        return "Binding[" + exchange + " -> " + destination + (pattern == null ? "" : ", pattern=" + pattern)
                + (headers.isEmpty() ? "" : ", " + match + " of " + headers)
                + (filter == null ? "" : ", filter=" + filter) + "]";
    }

    /** Collects what the value consists of. Not thread-safe. */
    public static final class Builder {

        private final String exchange;
        private final String destination;
        private @Nullable String pattern;
        private Map<String, String> headers = Map.of();
        private HeaderMatch match = HeaderMatch.ALL;
        private @Nullable String filter;

        private Builder(String exchange, String destination) {
            this.exchange = exchange;
            this.destination = destination;
        }

        /**
         * Sets the routing key, for an exchange of type DIRECT, or the pattern, for type PATTERN; null for the others.
         */
        public Builder pattern(@Nullable String pattern) {
            this.pattern = pattern;
            return this;
        }

        /** Sets the headers that a message is to have, all or any of them. */
        public Builder headers(HeaderMatch match, Map<String, String> headers) {
            this.match = match;
            this.headers = headers;
            return this;
        }

        /** Sets the filter of the messages that match otherwise, in the language of message selectors; null for all. */
        public Builder filter(@Nullable String filter) {
            this.filter = filter;
            return this;
        }

        /** @throws PenstockException.InvalidConfiguration if values do not fit; the message names them */
        public Binding build() {
            return new Binding(this);
        }
    }
}
