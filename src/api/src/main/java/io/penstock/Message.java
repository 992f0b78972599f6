package io.penstock;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * A message is an optional key, an optional body and headers, on its way to or from a destination.
 *
 * <p>Immutable, except that arrays are handed over and not copied: whoever passes or receives one must not write to it.
 */
public final class Message {

    /** The lowest priority that a message can have. */
    public static final int MIN_PRIORITY = 0;

    /** The highest priority that a message can have. */
    public static final int MAX_PRIORITY = 9;

    /** The priority of a message whose sender sets none. */
    public static final int DEFAULT_PRIORITY = 4;

    private final String destination;
    private final byte @Nullable [] key;
    private final byte @Nullable [] body;
    private final Headers headers;
    private final @Nullable LongFunction<String> ids;
    private final long number;
    private @Nullable String id;
    private final boolean idGenerated;
    private final @Nullable Instant timestamp;
    private final @Nullable Instant deliverAt;
    private final @Nullable Durability durability;
    private final int priority;
    private final @Nullable Instant expiresAt;
    private final @Nullable Duration timeToLive;
    private final @Nullable String routingKey;
    private final @Nullable String exchange;

    private Message(Builder builder) {
        destination = builder.destination;
        key = builder.key;
        body = builder.body;
        headers = builder.headers == null ? Headers.empty() : builder.headers.build();
        id = builder.id;
        ids = builder.ids;
        number = builder.number;
        idGenerated = builder.idGenerated;
        timestamp = builder.timestamp;
        deliverAt = builder.deliverAt;
        durability = builder.durability;
        priority = builder.priority;
        expiresAt = builder.expiresAt;
        timeToLive = builder.timeToLive;
        routingKey = builder.routingKey;
        exchange = builder.exchange;
    }

    /** Starts a message to the destination of that name. */
    public static Builder to(String destination) {
        return new Builder(destination);
    }

    /** A builder that starts with everything that this message has. */
    public Builder copy() {
        return copyTo(destination);
    }

    /** Starts a copy, as {@link #copy()} does, to another destination. */
    public Builder copyTo(String otherDestination) {
        return new Builder(this, Objects.requireNonNull(otherDestination, "otherDestination"));
    }

    public String destination() {
        return destination;
    }

    /** The key; null if the message has none. Messages of one key go to one partition and keep their order. */
    public byte @Nullable [] key() {
        return key;
    }

    /** The key as UTF-8 text; null if it has none. */
    public @Nullable String keyText() {
        return key == null ? null : new String(key, StandardCharsets.UTF_8);
    }

    /**
     * The body; null if the message has none, which marks its key as deleted. The array is the message's own and not a
     * copy: nobody may write to it.
     */
    public byte @Nullable [] body() {
        return body;
    }

    /** The body as UTF-8 text; null if it has none. */
    public @Nullable String bodyText() {
        return body == null ? null : new String(body, StandardCharsets.UTF_8);
    }

    public Headers headers() {
        return headers;
    }

    /**
     * The id that identifies this message through retries, dead letters and redrive. Before sending it may be null:
     * then the broker gives it one that no other message has, in this log or any other. If it is set, the destination
     * takes it once within its window ({@link Destination#deduplication()}).
     */
    public @Nullable String id() {
        var known = id;
        if (known == null && ids != null) {
            // Two threads may both make it, and make the same.
            known = ids.apply(number);
            id = known;
        }
        return known;
    }

    /** Whether the id was made for this message alone, so that there is no need to look for another one that has it. */
    public boolean isIdGenerated() {
        return idGenerated;
    }

    /** The time at which it was sent, to the millisecond; null before sending, when the broker's clock will decide. */
    public @Nullable Instant timestamp() {
        return timestamp;
    }

    /** The earliest time at which the message may be delivered; empty for at once. */
    public Optional<Instant> deliverAt() {
        return Optional.ofNullable(deliverAt);
    }

    /** The durability asked for this message; empty for that of the broker. */
    public Optional<Durability> durability() {
        return Optional.ofNullable(durability);
    }

    /** {@value #MIN_PRIORITY} (lowest) to {@value #MAX_PRIORITY}; usually {@value #DEFAULT_PRIORITY}. */
    public int priority() {
        return priority;
    }

    /** The time from which on the message is of no use; empty if there is none. */
    public Optional<Instant> expiresAt() {
        return Optional.ofNullable(expiresAt);
    }

    /** The time to live, counted from the sending; empty before sending if an expiration time or nothing was set. */
    public Optional<Duration> timeToLive() {
        return Optional.ofNullable(timeToLive);
    }

    /**
     * The routing key, by which exchanges route the message: the one that was set, or else the key as UTF-8 text; null
     * if the message has neither.
     */
    public @Nullable String routingKey() {
        return routingKey == null ? keyText() : routingKey;
    }

    /** Whether the routing key was set, and is not the key. */
    public boolean hasRoutingKey() {
        return routingKey != null;
    }

    /**
     * The exchange that it was sent to, if it came by one; {@link #destination()} is the queue or topic that it lies
     * in. The broker says so: what a sender sets is not kept.
     */
    public Optional<String> exchange() {
        return Optional.ofNullable(exchange);
    }

    @Override
    public String toString() {
        return "Message[to=" + destination + ", id=" + id() + ", key=" + keyText() + ", body="
                + (body == null ? "none" : body.length + " bytes") + ", headers=" + headers + "]";
    }

    /**
     * Collects what a message consists of. Not thread-safe.
     *
     * <p>What is protected here is for engines, which reach it through {@code io.penstock.spi.EngineMessage}.
     */
    public static class Builder {

        private final String destination;

        /** The builder of headers; null until a header is set, which for most messages is never. */
        private Headers.@Nullable Builder headers;

        private byte @Nullable [] key;
        private byte @Nullable [] body;
        private @Nullable LongFunction<String> ids;
        private long number;
        private @Nullable String id;
        private @Nullable Instant timestamp;
        private @Nullable Instant deliverAt;
        private @Nullable Durability durability;
        private boolean idGenerated;
        private int priority = DEFAULT_PRIORITY;
        private @Nullable Instant expiresAt;
        private @Nullable Duration timeToLive;
        private @Nullable String routingKey;
        private @Nullable String exchange;

        protected Builder(String destination) {
            this.destination = Objects.requireNonNull(destination, "destination");
        }

        /** Starts with everything that a message has, for another destination. */
        protected Builder(Message origin, String destination) {
            this(destination);
            key = origin.key;
            body = origin.body;
            headers(origin.headers);
            id = origin.id;
            ids = origin.ids;
            number = origin.number;
            idGenerated = origin.idGenerated;
            timestamp = origin.timestamp;
            deliverAt = origin.deliverAt;
            durability = origin.durability;
            priority = origin.priority;
            expiresAt = origin.expiresAt;
            timeToLive = origin.timeToLive;
            routingKey = origin.routingKey;
            exchange = origin.exchange;
        }

        /**
         * Sets the key; null for none. The array is handed over and not copied: see {@link #body(byte[])}.
         */
        public final Builder key(byte @Nullable [] bytes) {
            key = bytes;
            return this;
        }

        /**
         * Sets the key as UTF-8 text; null for none.
         *
         * @throws PenstockException.InvalidMessage if there is half of a surrogate pair in it
         */
        public final Builder key(@Nullable String text) {
            return key(text == null ? null : Utf8.bytes(text, () -> part("key")));
        }

        /**
         * Sets the body; null for none.
         *
         * <p>The array is handed over, as in most libraries for messages, so that a large body is not copied once more
         * than it has to be: whoever passes it must not write to it any more, not even after the message was sent, as
         * others may hold the message too. Who wants to use a buffer again passes {@code buffer.clone()}.
         */
        public final Builder body(byte @Nullable [] bytes) {
            body = bytes;
            return this;
        }

        /**
         * Sets the body as UTF-8 text; null for none.
         *
         * @throws PenstockException.InvalidMessage if there is half of a surrogate pair in it
         */
        public final Builder body(@Nullable String text) {
            return body(text == null ? null : Utf8.bytes(text, () -> part("body")));
        }

        /** Sets a header, replacing one of the same name. */
        public final Builder header(String name, String value) {
            headers().set(name, value);
            return this;
        }

        /**
         * Sets a header, replacing one of the same name. The array is handed over and not copied: see {@link
         * #body(byte[])}.
         */
        public final Builder header(String name, byte[] value) {
            headers().set(name, value);
            return this;
        }

        /** Sets each of these headers, replacing those of the same names. */
        public final Builder headers(Headers others) {
            Objects.requireNonNull(others, "others");
            if (!others.isEmpty()) {
                headers().addAll(others);
            }
            return this;
        }

        /** Removes a header, if there is one of that name. */
        public final Builder withoutHeader(String name) {
            Objects.requireNonNull(name, "name");
            headers().remove(name);
            return this;
        }

        /** Sets an id of the sender's, which a destination takes once within its window; null for none. */
        public final Builder id(@Nullable String messageId) {
            id = messageId;
            ids = null;
            idGenerated = false;
            return this;
        }

        /** An id that was made for this message alone: nobody looks for another one that has it. */
        protected final void setGeneratedId(String messageId) {
            id = messageId;
            ids = null;
            idGenerated = true;
        }

        /**
         * Sets a generated id as {@link #setGeneratedId} does, but makes it only when it is first asked for, which for
         * most messages is never. The function gives the same text for the same number each time.
         */
        protected final void setGeneratedId(LongFunction<String> messageIds, long messageNumber) {
            id = null;
            ids = messageIds;
            number = messageNumber;
            idGenerated = true;
        }

        /** Sets the exchange that the message came by; null for none. */
        protected final void setExchange(@Nullable String name) {
            exchange = name;
        }

        /** Sets the time at which it was sent; null to leave that to the broker's clock. */
        public final Builder timestamp(@Nullable Instant instant) {
            timestamp = instant;
            return this;
        }

        /** Sets the earliest time at which it may be delivered; null for at once. */
        public final Builder deliverAt(@Nullable Instant instant) {
            deliverAt = instant;
            return this;
        }

        /** Sets the durability; null for the default of the broker. */
        public final Builder durability(@Nullable Durability wanted) {
            durability = wanted;
            return this;
        }

        private String part(String name) {
            return "The " + name + " of the message to '" + destination + "'";
        }

        private Headers.Builder headers() {
            headers = headers == null ? Headers.builder() : headers;
            return headers;
        }

        /**
         * {@value #MIN_PRIORITY} (lowest) to {@value #MAX_PRIORITY}. Carried to whoever gets the message; whether
         * higher ones are handed out first is up to the destination ({@link Destination#priorities()}).
         */
        public final Builder priority(int wanted) {
            priority = wanted;
            return this;
        }

        /** Sets the time from which on it is of no use, instead of a time to live; null for never. */
        public final Builder expiresAt(@Nullable Instant instant) {
            expiresAt = instant;
            timeToLive = null;
            return this;
        }

        /** Sets how long it is of use, counted from its sending, instead of an expiry; null for ever. */
        public final Builder timeToLive(@Nullable Duration duration) {
            timeToLive = duration;
            expiresAt = null;
            return this;
        }

        /** Sets what exchanges route it by, instead of the key; null for the key. */
        public final Builder routingKey(@Nullable String text) {
            routingKey = text;
            return this;
        }

        public final Message build() {
            return new Message(this);
        }
    }
}
