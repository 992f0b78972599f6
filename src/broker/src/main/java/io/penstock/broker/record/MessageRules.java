package io.penstock.broker.record;

import io.penstock.Binding;
import io.penstock.Headers;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Times;

import java.time.Duration;
import java.time.Instant;

/** Checks a message before a byte of it is written, and refuses what the log or a consumer could not carry. */
public final class MessageRules {

    /** The largest number of headers: more than any protocol in front of this needs, few enough to be listed. */
    static final int MAX_HEADERS = 1_000;

    /** The most bytes of a header's name, in UTF-8. */
    static final int MAX_HEADER_NAME_BYTES = 256;

    /** The most bytes of an id, in UTF-8: inboxes and deduplication windows keep it for each message. */
    static final int MAX_ID_BYTES = 256;

    /** The most bytes of a routing key, in UTF-8; AMQP has the same limit. */
    public static final int MAX_ROUTING_KEY_BYTES = Binding.MAX_PATTERN_BYTES;

    /** The longest delay of a delivery: a longer one is taken for a mistake of units. */
    public static final Duration MAX_DELAY = Times.MAX_DELAY;

    /** The longest time to live, as for delays: what is of use for longer needs no expiry. */
    static final Duration MAX_TIME_TO_LIVE = MAX_DELAY;

    private final int maxMessageBytes;

    public MessageRules(int maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
    }

    /**
     * Checks a message.
     *
     * @return its size in bytes
     * @throws PenstockException.InvalidMessage naming what breaks which rule
     * @throws PenstockException.MessageTooLarge if it has more bytes than allowed
     */
    public long check(Message message, Instant now) {
        long bytes = length(message.key()) + length(message.body());
        if (message.id() != null) {
            bytes += checkName(message, message.id(), "id", MAX_ID_BYTES);
        }
        if (message.hasRoutingKey() && !message.routingKey().isEmpty()) {
            bytes += checkName(message, message.routingKey(), "routing key", MAX_ROUTING_KEY_BYTES);
        }
        if (!message.headers().isEmpty()) {
            bytes += checkHeaders(message);
        }
        if (bytes > maxMessageBytes) {
            throw new PenstockException.MessageTooLarge(message.destination(), bytes, maxMessageBytes);
        }
        checkTimes(message, now);
        return bytes;
    }

    private static long length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static long checkHeaders(Message message) {
        if (message.headers().size() > MAX_HEADERS) {
            throw invalid(message, "it has " + message.headers().size() + " headers; the limit is " + MAX_HEADERS);
        }
        long bytes = 0;
        for (var header : message.headers()) {
            bytes += checkName(message, header.name(), "header name", MAX_HEADER_NAME_BYTES) + header.value().length;
            if (header.name().startsWith(Headers.RESERVED_PREFIX)) {
                throw invalid(
                        message,
                        "its header '" + header.name() + "' begins with the reserved '" + Headers.RESERVED_PREFIX
                                + "': rename it");
            }
            if (header.name().startsWith(JmsHeaders.PREFIX)) {
                String problem = JmsHeaders.problem(header, message.headers());
                if (problem != null) {
                    throw invalid(message, "its header '" + header.name() + "' " + problem);
                }
            }
        }
        return bytes;
    }

    private static int checkName(Message message, String name, String what, int maxBytes) {
        int bytes = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isISOControl(c)) {
                throw invalid(message, "a " + what + " has the control character " + (int) c + " at position " + i);
            }
            if (Character.isHighSurrogate(c) && i + 1 < name.length() && Character.isLowSurrogate(name.charAt(i + 1))) {
                i++;
                bytes += 4;
            } else if (Character.isSurrogate(c)) {
                throw invalid(message, "a " + what + " has half a character at position " + i);
            } else {
                bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            }
        }
        if (bytes == 0 || bytes > maxBytes) {
            throw invalid(message, "a " + what + " has " + bytes + " bytes: use 1 to " + maxBytes);
        }
        return bytes;
    }

    private static void checkTimes(Message message, Instant now) {
        var timestamp = message.timestamp();
        if (timestamp != null && !Times.isPossible(timestamp)) {
            throw invalid(message, "its timestamp " + timestamp + " is not between 1970 and 9999");
        }
        if (message.priority() < Message.MIN_PRIORITY || message.priority() > Message.MAX_PRIORITY) {
            throw invalid(
                    message,
                    "its priority is " + message.priority() + ": use " + Message.MIN_PRIORITY + " to "
                            + Message.MAX_PRIORITY);
        }
        checkExpiry(message);
        var deliverAt = message.deliverAt();
        if (deliverAt.isPresent()
                && (deliverAt.get().isBefore(Instant.EPOCH) || deliverAt.get().isAfter(Times.sum(now, MAX_DELAY)))) {
            throw invalid(
                    message,
                    "it asks to be delivered at " + deliverAt.get() + ": at most " + MAX_DELAY.toDays()
                            + " days from now are possible");
        }
    }

    private static void checkExpiry(Message message) {
        var expiresAt = message.expiresAt();
        if (expiresAt.isPresent() && !Times.isPossible(expiresAt.get())) {
            throw invalid(message, "it expires at " + expiresAt.get() + ", which is not between 1970 and 9999");
        }
        var timeToLive = message.timeToLive();
        if (timeToLive.isPresent()
                && (timeToLive.get().isNegative()
                        || timeToLive.get().isZero()
                        || timeToLive.get().compareTo(MAX_TIME_TO_LIVE) > 0)) {
            throw invalid(
                    message,
                    "its time to live is " + timeToLive.get() + ": use more than zero, at most "
                            + MAX_TIME_TO_LIVE.toDays() + " days");
        }
    }

    private static PenstockException.InvalidMessage invalid(Message message, String problem) {
        return new PenstockException.InvalidMessage(
                "The message to '" + message.destination() + "' is refused: " + problem + ".");
    }
}
