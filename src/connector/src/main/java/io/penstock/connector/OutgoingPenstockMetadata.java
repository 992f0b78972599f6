package io.penstock.connector;

import io.penstock.Durability;
import io.penstock.Headers;
import io.penstock.Message;
import io.penstock.Utf8;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Says how one outgoing message is to be sent. Add it with {@code Message.addMetadata}. Immutable. */
public final class OutgoingPenstockMetadata {

    private final String destination;
    private final byte[] key;
    private final Headers headers;
    private final String id;
    private final Instant deliverAt;
    private final Durability durability;
    private final String routingKey;
    private final Integer priority;
    private final Duration timeToLive;

    private OutgoingPenstockMetadata(Builder builder) {
        destination = builder.destination;
        key = builder.key;
        headers = builder.headers.build();
        id = builder.id;
        deliverAt = builder.deliverAt;
        durability = builder.durability;
        routingKey = builder.routingKey;
        priority = builder.priority;
        timeToLive = builder.timeToLive;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The destination, if it is not the channel's. It must exist. */
    public Optional<String> destination() {
        return Optional.ofNullable(destination);
    }

    /**
     * The key. It takes precedence over the payload's own and over the channel's {@code key}. The array must not be
     * written to.
     */
    public Optional<byte[]> key() {
        return Optional.ofNullable(key);
    }

    public Headers headers() {
        return headers;
    }

    public Optional<String> id() {
        return Optional.ofNullable(id);
    }

    /** The earliest time at which the message may be delivered. */
    public Optional<Instant> deliverAt() {
        return Optional.ofNullable(deliverAt);
    }

    public Optional<Durability> durability() {
        return Optional.ofNullable(durability);
    }

    /** What an exchange routes the message by, if it is not the key. */
    public Optional<String> routingKey() {
        return Optional.ofNullable(routingKey);
    }

    /** {@value Message#MIN_PRIORITY} (lowest) to {@value Message#MAX_PRIORITY}. */
    public Optional<Integer> priority() {
        return Optional.ofNullable(priority);
    }

    /** How long the message is of use, counted from its sending. */
    public Optional<Duration> timeToLive() {
        return Optional.ofNullable(timeToLive);
    }

    /** Collects the values of metadata. Not thread-safe. */
    public static final class Builder {

        private final Headers.Builder headers = Headers.builder();
        private String destination;
        private byte[] key;
        private String id;
        private Instant deliverAt;
        private Durability durability;
        private String routingKey;
        private Integer priority;
        private Duration timeToLive;

        private Builder() {}

        public Builder destination(String name) {
            destination = name;
            return this;
        }

        public Builder key(byte[] bytes) {
            key = bytes;
            return this;
        }

        /** Sets the key as UTF-8 text; null for none. */
        public Builder key(String text) {
            return key(text == null ? null : Utf8.bytes(text, () -> "The key of the metadata"));
        }

        /** Sets a header, replacing one of the same name. */
        public Builder header(String name, String value) {
            headers.set(name, value);
            return this;
        }

        /** Sets a header, replacing one of the same name. */
        public Builder header(String name, byte[] value) {
            headers.set(name, value);
            return this;
        }

        /** Sets each of these headers, replacing those of the same names. */
        public Builder headers(Headers others) {
            headers.addAll(others);
            return this;
        }

        public Builder id(String messageId) {
            id = messageId;
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

        public Builder routingKey(String text) {
            routingKey = text;
            return this;
        }

        /**
         * Sets the priority.
         *
         * @throws IllegalArgumentException if it is not {@value Message#MIN_PRIORITY} to {@value Message#MAX_PRIORITY}
         */
        public Builder priority(int level) {
            if (level < Message.MIN_PRIORITY || level > Message.MAX_PRIORITY) {
                throw new IllegalArgumentException(
                        "priority = " + level + ": use " + Message.MIN_PRIORITY + " to " + Message.MAX_PRIORITY + ".");
            }
            priority = level;
            return this;
        }

        /**
         * Sets how long the message is of use, counted from its sending.
         *
         * @throws IllegalArgumentException if that is not longer than zero
         */
        public Builder timeToLive(Duration duration) {
            if (duration.isNegative() || duration.isZero()) {
                throw new IllegalArgumentException("timeToLive = " + duration + ": use more than zero.");
            }
            timeToLive = duration;
            return this;
        }

        public OutgoingPenstockMetadata build() {
            return new OutgoingPenstockMetadata(this);
        }
    }
}
