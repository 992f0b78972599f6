package io.penstock;

import java.util.Objects;

/**
 * How much may wait in a destination: not settled yet, be it scheduled or with a consumer. A queue is full when that
 * much waits in it, a topic when that much waits for one of its durable subscriptions that are not {@link
 * Lagging#SKIP}; a topic without such is never full. Immutable.
 *
 * @param maxMessages that wait; 0 for any number
 * @param maxBytes of those messages, as they are serialised (key, body and headers); 0 for any number
 * @param maxMessageBytes of one message, counted as for the broker's own limit; 0 for that one
 * @param overflow what becomes of a message for which there is no room
 */
public record Limits(long maxMessages, long maxBytes, int maxMessageBytes, Overflow overflow) {

    /** Of a destination that takes whatever the disk has room for. */
    public static final Limits NONE = new Limits(0, 0, 0, Overflow.REJECT);

    public Limits {
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

    private static void require(boolean valid, String problem) {
        if (!valid) {
            throw new PenstockException.InvalidConfiguration("Invalid limits: " + problem + ".");
        }
    }

    /** So many messages at most; more are rejected. */
    public static Limits ofMessages(long maxMessages) {
        return NONE.withMaxMessages(maxMessages);
    }

    /** So many bytes at most; more are rejected. */
    public static Limits ofBytes(long maxBytes) {
        return NONE.withMaxBytes(maxBytes);
    }

    public Limits withMaxMessages(long messages) {
        return new Limits(messages, maxBytes, maxMessageBytes, overflow);
    }

    public Limits withMaxBytes(long bytes) {
        return new Limits(maxMessages, bytes, maxMessageBytes, overflow);
    }

    public Limits withMaxMessageBytes(int bytes) {
        return new Limits(maxMessages, maxBytes, bytes, overflow);
    }

    public Limits withOverflow(Overflow policy) {
        return new Limits(maxMessages, maxBytes, maxMessageBytes, policy);
    }

    /** Whether what waits is bounded. */
    public boolean hasBounds() {
        return maxMessages > 0 || maxBytes > 0;
    }
}
