package io.penstock;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * One message: an optional key, an optional body and headers, on its way to or from a destination.
 *
 * <p>Immutable, except that arrays are handed over and not copied: whoever passes or receives one must not write to it.
 */
public final class Message {

    private final String destination;
    private final byte[] key;
    private final byte[] body;
    private final Headers headers;
    private final LongFunction<String> ids;
    private final long number;
    private String id;
    private final Instant timestamp;
    private final Instant deliverAt;
    private final Durability durability;

    private Message(Builder builder) {
        destination = builder.destination;
        key = builder.key;
        body = builder.body;
        headers = builder.headers == null ? Headers.empty() : builder.headers.build();
        id = builder.id;
        ids = builder.ids;
        number = builder.number;
        timestamp = builder.timestamp;
        deliverAt = builder.deliverAt;
        durability = builder.durability;
    }

    /** Starts a message to the destination of that name. */
    public static Builder to(String destination) {
        return new Builder(destination);
    }

    /** A builder that starts with everything that this message has. */
    public Builder copy() {
        return copyTo(destination);
    }

    /** As {@link #copy()}, to another destination. */
    public Builder copyTo(String otherDestination) {
        var builder = new Builder(otherDestination);
        builder.key = key;
        builder.body = body;
        builder.headers(headers);
        builder.id = id;
        builder.ids = ids;
        builder.number = number;
        builder.timestamp = timestamp;
        builder.deliverAt = deliverAt;
        builder.durability = durability;
        return builder;
    }

    public String destination() {
        return destination;
    }

    /** The key, or null. Messages of one key go to one partition and keep their order. */
    public byte[] key() {
        return key;
    }

    /** The key as UTF-8 text, or null. */
    public String keyText() {
        return key == null ? null : new String(key, StandardCharsets.UTF_8);
    }

    /** The body, or null: a message without one (for a key, the mark that the key is gone). */
    public byte[] body() {
        return body;
    }

    /** The body as UTF-8 text, or null. */
    public String bodyText() {
        return body == null ? null : new String(body, StandardCharsets.UTF_8);
    }

    public Headers headers() {
        return headers;
    }

    /**
     * The id that identifies this message through retries, dead letters and redrive. Before sending it may be null:
     * then the broker gives it one that no other message has, in this log or any other.
     */
    public String id() {
        var known = id;
        if (known == null && ids != null) {
            // Two threads may both make it, and make the same.
            known = ids.apply(number);
            id = known;
        }
        return known;
    }

    /** When the message was sent, to the millisecond. Null before sending: then the broker's clock decides. */
    public Instant timestamp() {
        return timestamp;
    }

    /** The earliest time at which the message may be delivered; empty: at once. */
    public Optional<Instant> deliverAt() {
        return Optional.ofNullable(deliverAt);
    }

    /** The durability asked for this message; empty: the broker's. */
    public Optional<Durability> durability() {
        return Optional.ofNullable(durability);
    }

    @Override
    public String toString() {
        return "Message[to=" + destination + ", id=" + id() + ", key=" + keyText() + ", body="
                + (body == null ? "none" : body.length + " bytes") + ", headers=" + headers + "]";
    }

    /** Not thread-safe. */
    public static final class Builder {

        private final String destination;

        /** Null until there is one, which for most messages is never. */
        private Headers.Builder headers;

        private byte[] key;
        private byte[] body;
        private LongFunction<String> ids;
        private long number;
        private String id;
        private Instant timestamp;
        private Instant deliverAt;
        private Durability durability;

        private Builder(String destination) {
            this.destination = Objects.requireNonNull(destination, "destination");
        }

        public Builder key(byte[] bytes) {
            key = bytes;
            return this;
        }

        /** The key as UTF-8 text; null for none. */
        public Builder key(String text) {
            return key(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
        }

        public Builder body(byte[] bytes) {
            body = bytes;
            return this;
        }

        /** The body as UTF-8 text; null for none. */
        public Builder body(String text) {
            return body(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
        }

        /** Sets a header, replacing one of the same name. */
        public Builder header(String name, String value) {
            headers().set(name, value);
            return this;
        }

        /** Sets a header, replacing one of the same name. */
        public Builder header(String name, byte[] value) {
            headers().set(name, value);
            return this;
        }

        /** Sets each of these headers, replacing those of the same names. */
        public Builder headers(Headers others) {
            if (!others.isEmpty()) {
                headers().addAll(others);
            }
            return this;
        }

        /** Removes a header; nothing happens if there is none of that name. */
        public Builder withoutHeader(String name) {
            headers().remove(name);
            return this;
        }

        public Builder id(String messageId) {
            id = messageId;
            ids = null;
            return this;
        }

        /**
         * An id that is made when it is first asked for, which for most messages is never: by a function that gives the
         * same text for the same number each time.
         */
        public Builder id(LongFunction<String> messageIds, long messageNumber) {
            id = null;
            ids = messageIds;
            number = messageNumber;
            return this;
        }

        public Builder timestamp(Instant instant) {
            timestamp = instant;
            return this;
        }

        public Builder deliverAt(Instant instant) {
            deliverAt = instant;
            return this;
        }

        public Builder durability(Durability wanted) {
            durability = wanted;
            return this;
        }

        private Headers.Builder headers() {
            headers = headers == null ? Headers.builder() : headers;
            return headers;
        }

        public Message build() {
            return new Message(this);
        }
    }
}
