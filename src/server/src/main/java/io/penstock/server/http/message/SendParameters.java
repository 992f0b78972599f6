package io.penstock.server.http.message;

import io.penstock.Message;
import io.penstock.RetryPolicy;
import io.penstock.server.http.request.ConsoleHeader;
import io.penstock.server.http.request.Parameter;
import io.penstock.server.http.request.RequestException;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;

/**
 * Reads what a request says about the message in its body. Key, id, times and priority come as query parameters or as
 * headers, never as both; what is misspelt is refused, because a delay that goes unnoticed cannot be taken back.
 */
final class SendParameters {

    static final String HEADER_PREFIX = "penstock-header-";

    private static final String OWN_PREFIX = "penstock-";
    private static final String CONTENT_TYPE = "content-type";
    private static final String KEY = "key";
    private static final String KEY_BASE64 = "key-base64";
    private static final String TOMBSTONE = "tombstone";

    /** The names of parameters, in the order in which a refusal lists them. */
    private static final List<String> NAMES =
            List.of(KEY, KEY_BASE64, "id", "routing-key", "delay", "deliver-at", "time-to-live", "priority", TOMBSTONE);

    /** The longest duration: a longer one is taken for a mistake of units, and the broker refuses it too. */
    private static final Duration LONGEST = RetryPolicy.MAX_DELAY;

    private final MultivaluedMap<String, String> query;
    private final MultivaluedMap<String, String> headers;

    /** Whether there is a parameter, or a header of the message, among the headers: most requests have none. */
    private final boolean hasOwn;

    SendParameters(MultivaluedMap<String, String> query, MultivaluedMap<String, String> headers) {
        this.query = query;
        this.headers = headers;
        boolean isOwn = false;
        for (var name : headers.keySet()) {
            if (startsWith(name, OWN_PREFIX) && !ConsoleHeader.is(name)) {
                isOwn = true;
                requireKnown(name.toLowerCase(Locale.ROOT));
            }
        }
        hasOwn = isOwn;
    }

    private static boolean startsWith(String name, String prefix) {
        return name.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    private static void requireKnown(String name) {
        if (!name.startsWith(HEADER_PREFIX) && !NAMES.contains(name.substring(OWN_PREFIX.length()))) {
            refuse(name);
        }
    }

    private static void refuse(String unknown) {
        var names = NAMES.stream().map(OWN_PREFIX::concat).toList();
        throw RequestException.malformed("The header '" + unknown + "' means nothing here"
                + RequestException.known(unknown, names) + " Those of the message begin with Penstock-Header-.");
    }

    Message message(String destination, byte[] body, Instant now) {
        var message = Message.to(destination)
                .body(body(body))
                .key(key())
                .priority(parameter("priority")
                        .number(Message.DEFAULT_PRIORITY, Message.MIN_PRIORITY, Message.MAX_PRIORITY))
                .timeToLive(timeToLive())
                .id(parameter("id").text())
                .routingKey(parameter("routing-key").text())
                .deliverAt(deliverAt(now));
        String contentType = headers.getFirst(HttpHeaders.CONTENT_TYPE);
        if (contentType != null) {
            message.header(CONTENT_TYPE, contentType);
        }
        TraceContext.copy(headers, message);
        if (hasOwn) {
            headers.forEach((name, values) -> {
                if (startsWith(name, HEADER_PREFIX)) {
                    addHeader(message, name.substring(HEADER_PREFIX.length()), values);
                }
            });
        }
        return message.build();
    }

    /** The body of the message; null for a tombstone, which marks a key as deleted and differs from an empty body. */
    private byte[] body(byte[] body) {
        if (!parameter(TOMBSTONE).flag()) {
            return body;
        }
        if (body.length > 0) {
            throw RequestException.malformed("'" + TOMBSTONE + "' is true, but there is a body of " + body.length
                    + " bytes: a tombstone has none.");
        }
        return null;
    }

    private byte[] key() {
        var text = parameter(KEY);
        var base64 = parameter(KEY_BASE64);
        if (text.isPresent() && base64.isPresent()) {
            throw RequestException.malformed("Both '" + KEY + "' and '" + KEY_BASE64 + "' are set: use one of them.");
        }
        if (base64.isPresent()) {
            return base64.base64();
        }
        return text.isPresent() ? text.text().getBytes(StandardCharsets.UTF_8) : null;
    }

    static byte[] base64(String name, String text) {
        return new Parameter(name, text).base64();
    }

    private Duration timeToLive() {
        var timeToLive = parameter("time-to-live");
        return timeToLive.isPresent() ? timeToLive.duration(false, LONGEST) : null;
    }

    private Instant deliverAt(Instant now) {
        var delay = parameter("delay");
        var deliverAt = parameter("deliver-at");
        if (delay.isPresent() && deliverAt.isPresent()) {
            throw RequestException.malformed("Both 'delay' and 'deliver-at' are set: use one of them.");
        }
        if (deliverAt.isPresent()) {
            var time = deliverAt.instant();
            if (time.isBefore(Instant.EPOCH)) {
                throw deliverAt.wrong("a time from 1970 on; one that is past means at once");
            }
            return time;
        }
        // To the millisecond, as the broker counts: the longest delay must not be too long by the rest of one.
        return delay.isPresent() ? now.truncatedTo(ChronoUnit.MILLIS).plus(delay.duration(true, LONGEST)) : null;
    }

    private Parameter parameter(String name) {
        if (!hasOwn && query.isEmpty()) {
            return new Parameter(name, null);
        }
        var inQuery = query.getOrDefault(name, List.of());
        var inHeaders = headers.getOrDefault(OWN_PREFIX + name, List.of());
        if (inQuery.size() + inHeaders.size() > 1) {
            throw RequestException.malformed(
                    "'" + name + "' is set more than once: set it once, in the query or as header.");
        }
        return new Parameter(
                name, inQuery.isEmpty() ? inHeaders.isEmpty() ? null : utf8(name, inHeaders.get(0)) : inQuery.get(0));
    }

    private static void addHeader(Message.Builder message, String name, List<String> values) {
        if (name.isEmpty()) {
            throw RequestException.invalidMessage(
                    "A header is named 'Penstock-Header-' and nothing more: add its name.");
        }
        if (values.size() > 1) {
            throw RequestException.invalidMessage(
                    "The header '" + name + "' is set " + values.size() + " times: set it once.");
        }
        if (name.toLowerCase(Locale.ROOT).equals(CONTENT_TYPE)) {
            throw RequestException.invalidMessage(
                    "The header '" + name + "' is taken from the request: set Content-Type instead.");
        }
        message.header(HeaderSpelling.of(name), utf8(name, values.get(0)));
    }

    /**
     * HTTP hands over bytes, which arrive here one char each; what they mean is UTF-8 (as curl sends it) or refused.
     */
    private static String utf8(String name, String value) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw RequestException.invalidMessage("The header '" + name + "' is not valid UTF-8: encode it so.");
        }
    }
}
