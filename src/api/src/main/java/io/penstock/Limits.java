package io.penstock;

import java.util.Objects;

/**
 * Limits say how much may wait in a destination: not settled yet, be it scheduled or with a consumer. A queue is full
 * when that much waits in it, a topic when that much waits for one of its durable subscriptions that are not {@link
 * Lagging#SKIP}; a topic without such is never full. Immutable.
 */
public final class Limits extends Value {

    /** The limits of a destination that takes whatever there is room for. */
    public static final Limits NONE = builder().build();

    private final long maxMessages;
    private final long maxBytes;
    private final int maxMessageBytes;
    private final Overflow overflow;

    private Limits(Builder builder) {
        maxMessages = builder.maxMessages;
        maxBytes = builder.maxBytes;
        maxMessageBytes = builder.maxMessageBytes;
        overflow = builder.overflow;
        Objects.requireNonNull(overflow, "overflow");
        require(maxMessages >= 0, "maxMessages = " + maxMessages + ": use 0 for any number, or more");
        require(maxBytes >= 0, "maxBytes = " + maxBytes + ": use 0 for any number, or more");
        require(
                maxMessageBytes >= 0,
                "maxMessageBytes = " + maxMessageBytes + ": use 0 for what the broker takes, or more");
        require(
                maxBytes == 0 || maxMessageBytes <= maxBytes,
                "maxMessageBytes = " + maxMessageBytes + " is more than maxBytes = " + maxBytes
                        + ": such a message could never be sent");
        require(
                overflow == Overflow.REJECT || maxMessages > 0 || maxBytes > 0,
                "overflow = " + overflow + " has no meaning without maxMessages or maxBytes: set one, or leave it out");
    }

    /** Starts a builder without limits. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts with so many messages at most; more are rejected. */
    public static Builder ofMessages(long maxMessages) {
        return builder().maxMessages(maxMessages);
    }

    /** Starts with so many bytes at most; more are rejected. */
    public static Builder ofBytes(long maxBytes) {
        return builder().maxBytes(maxBytes);
    }

    /** A builder that starts with everything that this one has. */
    public Builder copy() {
        var builder = new Builder();
        builder.maxMessages = maxMessages;
        builder.maxBytes = maxBytes;
        builder.maxMessageBytes = maxMessageBytes;
        builder.overflow = overflow;
        return builder;
    }

    /** The number of messages that may wait; 0 for any number. */
    public long maxMessages() {
        return maxMessages;
    }

    /** The bytes of those messages, as they are serialised (key, body and headers); 0 for any number. */
    public long maxBytes() {
        return maxBytes;
    }

    /** The bytes of one message, counted as for the broker's own limit; 0 for that one. */
    public int maxMessageBytes() {
        return maxMessageBytes;
    }

    /** The policy for a message for which there is no room. */
    public Overflow overflow() {
        return overflow;
    }

    private static void require(boolean valid, String problem) {
        if (!valid) {
            throw new PenstockException.InvalidConfiguration("Invalid limits: " + problem + ".");
        }
    }

    /** Whether what waits is bounded. */
    public boolean hasBounds() {
        return maxMessages > 0 || maxBytes > 0;
    }

    @Override
    Object[] fields() {
        return new Object[] {
            "maxMessages", maxMessages, "maxBytes", maxBytes, "maxMessageBytes", maxMessageBytes, "overflow", overflow
        };
    }

    /** Collects what the value consists of. Not thread-safe. */
    public static final class Builder {

        private long maxMessages;
        private long maxBytes;
        private int maxMessageBytes;
        private Overflow overflow = Overflow.REJECT;

        private Builder() {}

        /** Sets the number of messages that may wait; 0 for any number. */
        public Builder maxMessages(long maxMessages) {
            this.maxMessages = maxMessages;
            return this;
        }

        /** Sets the bytes of those messages, as they are serialised (key, body and headers); 0 for any number. */
        public Builder maxBytes(long maxBytes) {
            this.maxBytes = maxBytes;
            return this;
        }

        /** Sets the bytes of one message, counted as for the broker's own limit; 0 for that one. */
        public Builder maxMessageBytes(int maxMessageBytes) {
            this.maxMessageBytes = maxMessageBytes;
            return this;
        }

        /** Sets what becomes of a message for which there is no room. */
        public Builder overflow(Overflow overflow) {
            this.overflow = overflow;
            return this;
        }

        /** @throws PenstockException.InvalidConfiguration if values do not fit; the message names them */
        public Limits build() {
            return new Limits(this);
        }
    }
}
