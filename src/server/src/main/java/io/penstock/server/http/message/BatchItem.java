package io.penstock.server.http.message;

import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.RetryPolicy;
import io.penstock.TypedSender;
import io.penstock.Utf8;
import io.penstock.quarkus.JsonDocument;
import io.penstock.server.http.request.RequestException;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/**
 * Is one message of a batch. What is absent has its default.
 *
 * @param body text; or {@code bodyBase64}; with neither, the body is empty, unless it is a tombstone
 * @param contentType of the body
 * @param key text; or {@code keyBase64}
 * @param id is written once
 * @param delay before it may be delivered; or {@code deliverAt}
 */
@JsonDocument
public record BatchItem(
        String body,
        String bodyBase64,
        String contentType,
        String key,
        String keyBase64,
        String id,
        String routingKey,
        Integer priority,
        Duration delay,
        Instant deliverAt,
        Duration timeToLive,
        Boolean tombstone,
        Map<String, String> headers) {

    private static final byte[] EMPTY = new byte[0];

    /** @throws RequestException if it cannot be a message */
    Message message(String destination, Instant now) {
        var message = Message.to(destination)
                .body(bytes())
                .key(one("key", key, keyBase64))
                .id(text("id", id))
                .routingKey(text("routingKey", routingKey))
                .deliverAt(time(now))
                .timeToLive(timeToLive == null ? null : within("timeToLive", timeToLive, false));
        if (priority != null) {
            message.priority(priority);
        }
        if (contentType != null) {
            message.header(TypedSender.CONTENT_TYPE, mediaType());
        }
        if (headers != null) {
            headers.forEach((name, value) -> addHeader(message, name, value));
        }
        return message.build();
    }

    /** Whoever hands the message on writes it into a header of HTTP, which no control character can be in. */
    private String mediaType() {
        if (contentType.chars().anyMatch(Character::isISOControl)) {
            throw RequestException.malformed(
                    "'contentType' has a control character, such as a line break: use a type such as text/plain.");
        }
        return text("contentType", contentType);
    }

    private static void addHeader(Message.Builder message, String name, String value) {
        if (value == null) {
            throw RequestException.malformed("The header '" + name + "' is null: leave it out.");
        }
        if (name.toLowerCase(Locale.ROOT).equals(TypedSender.CONTENT_TYPE)) {
            throw RequestException.malformed("The header '" + name + "' has a field of its own: set 'contentType'.");
        }
        message.header(HeaderSpelling.of(name), text("headers." + name, value));
    }

    private byte[] bytes() {
        var given = one("body", body, bodyBase64);
        if (!Boolean.TRUE.equals(tombstone)) {
            return given == null ? EMPTY : given;
        }
        if (given != null) {
            throw RequestException.malformed("'tombstone' is true, but there is a body: a tombstone has none.");
        }
        return null;
    }

    private Instant time(Instant now) {
        if (delay != null && deliverAt != null) {
            throw RequestException.malformed("Both 'delay' and 'deliverAt' are given: leave one out.");
        }
        if (deliverAt != null && deliverAt.isBefore(Instant.EPOCH)) {
            throw RequestException.malformed("'deliverAt' is " + deliverAt + ": use a time from 1970 on.");
        }
        return delay == null ? deliverAt : now.truncatedTo(ChronoUnit.MILLIS).plus(within("delay", delay, true));
    }

    private static Duration within(String field, Duration duration, boolean isZeroPossible) {
        if (duration.isNegative()
                || duration.compareTo(RetryPolicy.MAX_DELAY) > 0
                || duration.isZero() && !isZeroPossible) {
            throw RequestException.malformed("'" + field + "' is " + duration + ": use an ISO-8601 duration of "
                    + (isZeroPossible ? "zero" : "more than zero") + " to P" + RetryPolicy.MAX_DELAY.toDays() + "D.");
        }
        return duration;
    }

    private static byte[] one(String field, String text, String base64) {
        if (text != null && base64 != null) {
            throw RequestException.malformed(
                    "Both '" + field + "' and '" + field + "Base64' are given: leave one out.");
        }
        if (base64 == null) {
            return text == null ? null : utf8(field, text);
        }
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw RequestException.malformed("'" + field + "Base64' is no base64: " + e.getMessage() + ".");
        }
    }

    private static String text(String field, String text) {
        if (text != null) {
            utf8(field, text);
        }
        return text;
    }

    /** JSON can write half a character, which UTF-8 cannot: it would be stored as another one. */
    private static byte[] utf8(String field, String text) {
        try {
            return Utf8.bytes(text, () -> "'" + field + "'");
        } catch (PenstockException.InvalidMessage e) {
            throw RequestException.malformed(e.getMessage());
        }
    }
}
