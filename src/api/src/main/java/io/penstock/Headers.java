package io.penstock;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Headers are names and values that a message carries, in the order in which they were set; a name occurs once. Values
 * are bytes, usually UTF-8 text. Immutable, except that value arrays are handed over and not copied.
 */
public final class Headers implements Iterable<Headers.Header> {

    /** Names that begin so belong to Penstock: a sender may not set them. */
    public static final String RESERVED_PREFIX = "penstock-";

    private static final Headers EMPTY = new Headers(Map.of());

    private final Map<String, byte[]> values;

    private Headers(Map<String, byte[]> values) {
        this.values = values;
    }

    /** A header is one name with its value. */
    public record Header(String name, byte[] value) {

        public String text() {
            return new String(value, StandardCharsets.UTF_8);
        }
    }

    /** Returns the empty headers. */
    public static Headers empty() {
        return EMPTY;
    }

    /** Starts a builder without headers. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with these headers. */
    public Builder copy() {
        return builder().addAll(this);
    }

    /** The value as UTF-8 text; null if there is no such header. */
    public @Nullable String get(String name) {
        Objects.requireNonNull(name, "name");
        byte[] value = values.get(name);
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    /** The value of a header; null if there is no such header. */
    public byte @Nullable [] bytes(String name) {
        return values.get(Objects.requireNonNull(name, "name"));
    }

    public boolean contains(String name) {
        return values.containsKey(Objects.requireNonNull(name, "name"));
    }

    /** The names, in order. */
    public List<String> names() {
        return List.copyOf(values.keySet());
    }

    public int size() {
        return values.size();
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    @Override
    public Iterator<Header> iterator() {
        var entries = values.entrySet().iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public Header next() {
                var entry = entries.next();
                return new Header(entry.getKey(), entry.getValue());
            }
        };
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Headers that) || !names().equals(that.names())) {
            return false;
        }
        return values.entrySet().stream().allMatch(e -> Arrays.equals(e.getValue(), that.values.get(e.getKey())));
    }

    @Override
    public int hashCode() {
        return values.keySet().hashCode();
    }

    @Override
    public String toString() {
        var parts = new ArrayList<String>(values.size());
        for (Header header : this) {
            parts.add(header.name() + "=" + header.text());
        }
        return parts.toString();
    }

    /** Collects headers. Not thread-safe; it costs nothing until the first header is set. */
    public static final class Builder {

        private @Nullable Map<String, byte[]> values;

        private Builder() {}

        public Builder set(String name, byte[] value) {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(value, "value");
            if (values == null) {
                values = new LinkedHashMap<>();
            }
            values.put(name, value);
            return this;
        }

        public Builder set(String name, String value) {
            Objects.requireNonNull(name, "name");
            return set(name, Utf8.bytes(Objects.requireNonNull(value, "value"), () -> "The header '" + name + "'"));
        }

        public Builder addAll(Headers others) {
            Objects.requireNonNull(others, "others").values.forEach(this::set);
            return this;
        }

        public Builder remove(String name) {
            Objects.requireNonNull(name, "name");
            if (values != null) {
                values.remove(name);
            }
            return this;
        }

        /** The headers set so far; the builder may be used on. */
        public Headers build() {
            return values == null || values.isEmpty() ? EMPTY : new Headers(new LinkedHashMap<>(values));
        }
    }
}
