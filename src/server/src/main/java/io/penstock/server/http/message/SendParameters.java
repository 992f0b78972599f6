package io.penstock.server.http.message;

import io.penstock.Message;
import io.penstock.server.http.request.Parameter;
import io.penstock.server.http.request.RequestException;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;

/**
 * Reads what a request says about the message in its body. Key, id and time come as query parameters or as headers,
 * never as both; what is misspelt is refused, because a delay that goes unnoticed cannot be taken back.
 */
final class SendParameters {

    static final String HEADER_PREFIX = "penstock-header-";

    private static final String OWN_PREFIX = "penstock-";
    private static final String CONTENT_TYPE = "content-type";
    private static final Set<String> NAMES = Set.of("key", "id", "delay", "deliver-at", "routing-key");

    private final MultivaluedMap<String, String> query;
    private final MultivaluedMap<String, String> headers;

    SendParameters(MultivaluedMap<String, String> query, MultivaluedMap<String, String> headers) {
        this.query = query;
        this.headers = headers;
        query.keySet().stream().filter(name -> !NAMES.contains(name)).forEach(SendParameters::refuse);
        headers.keySet().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> name.startsWith(OWN_PREFIX) && !name.startsWith(HEADER_PREFIX))
                .filter(name -> !NAMES.contains(name.substring(OWN_PREFIX.length())))
                .forEach(SendParameters::refuse);
    }

    private static void refuse(String unknown) {
        throw RequestException.malformed(
                "'" + unknown + "' means nothing here. Known are key, id, delay, deliver-at and routing-key, "
                        + "as query parameters or as headers with the prefix Penstock-, and headers "
                        + "Penstock-Header-<name>.");
    }

    Message message(String destination, byte[] body, Instant now) {
        var message = Message.to(destination)
                .body(body)
                .key(parameter("key").text())
                .id(parameter("id").text())
                .routingKey(parameter("routing-key").text())
                .deliverAt(deliverAt(now));
        String contentType = headers.getFirst(HttpHeaders.CONTENT_TYPE);
        if (contentType != null) {
            message.header(CONTENT_TYPE, contentType);
        }
        headers.forEach((name, values) -> {
            if (name.toLowerCase(Locale.ROOT).startsWith(HEADER_PREFIX)) {
                addHeader(message, name.substring(HEADER_PREFIX.length()), values);
            }
        });
        return message.build();
    }

    private Instant deliverAt(Instant now) {
        var delay = parameter("delay");
        var deliverAt = parameter("deliver-at");
        if (delay.isPresent() && deliverAt.isPresent()) {
            throw RequestException.malformed("Both 'delay' and 'deliver-at' are set: use one of them.");
        }
        if (deliverAt.isPresent()) {
            return deliverAt.instant();
        }
        if (!delay.isPresent()) {
            return null;
        }
        try {
            return now.plus(delay.duration());
        } catch (DateTimeException | ArithmeticException e) {
            throw delay.wrong("a duration that ends within the calendar");
        }
    }

    private Parameter parameter(String name) {
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
        message.header(name, utf8(name, values.get(0)));
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
