package io.penstock.server.http.cloudevent;

import com.fasterxml.jackson.core.JsonParser;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonCloudEventData;
import io.cloudevents.jackson.JsonFormat;
import io.penstock.Delivery;
import io.penstock.Message;
import io.penstock.TypedSender;
import io.penstock.server.http.request.RequestException;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jakarta.inject.Singleton;

/**
 * Turns CloudEvents into messages, and messages into CloudEvents. In messages they lie as the Kafka binding has it,
 * which is what channels read and write too: attributes as headers {@code ce_…}, or all of the event in the body.
 */
@Singleton
public final class EventMessages {

    /** The media type of one event, all of it in the body. */
    public static final String STRUCTURED = JsonFormat.CONTENT_TYPE;

    /** The media type of a JSON array of events. */
    public static final String BATCH = "application/cloudevents-batch+json";

    private static final String ANY_EVENT = "application/cloudevents";
    private static final String HTTP_PREFIX = "ce-";
    private static final String PREFIX = "ce_";
    private static final String SPEC_VERSION = "specversion";
    private static final String DATA = "data";
    private static final String PARTITION_KEY = "partitionkey";
    private static final String CONTENT_TYPE = TypedSender.CONTENT_TYPE;

    /** What each event says besides its version, in 1.0 and 0.3. */
    private static final List<String> MANDATORY = List.of("id", "source", "type");

    private final JsonFormat format = new JsonFormat();
    private final JsonFormat inBase64 = format.withForceJsonDataToBase64();

    /** Whether a media type, which may have parameters, is that of a batch. */
    public static boolean isBatch(String mediaType) {
        return mediaType.startsWith(BATCH);
    }

    /** The headers of a request that may belong to an event, by names in lower case. */
    public static Map<String, String> headers(Map<String, List<String>> request) {
        var found = new HashMap<String, String>();
        request.forEach((name, values) -> {
            if (!name.regionMatches(true, 0, HTTP_PREFIX, 0, HTTP_PREFIX.length())) {
                return;
            }
            if (values.size() > 1) {
                throw RequestException.invalidMessage(
                        "The header '" + name + "' is set " + values.size() + " times: set it once.");
            }
            found.put(name.toLowerCase(Locale.ROOT), values.get(0));
        });
        return found;
    }

    /**
     * Makes a message that was sent over HTTP one with an event, if the request has one.
     *
     * @param headers of the request, by names in lower case
     * @throws RequestException if the request has an event that is none
     */
    public Message incoming(Message message, Map<String, String> headers) {
        var type = contentType(message);
        if (type.startsWith(BATCH)) {
            throw RequestException.malformed("'Content-Type' is " + BATCH + ": send a batch to …/messages:batch.");
        }
        if (type.startsWith(STRUCTURED)) {
            return withKey(message, structured(message.body()));
        }
        if (headers.containsKey(HTTP_PREFIX + SPEC_VERSION)) {
            return binary(message, headers);
        }
        requireNoAttributes(headers);
        return message;
    }

    /** What has attributes and does not say of which version would be taken for no event, and the attributes lost. */
    private static void requireNoAttributes(Map<String, String> headers) {
        if (headers.isEmpty()) {
            return; // As of nearly every request.
        }
        headers.keySet().stream()
                .filter(name -> name.startsWith(HTTP_PREFIX))
                .sorted()
                .findFirst()
                .ifPresent(name -> {
                    throw RequestException.invalidMessage("The header '" + HTTP_PREFIX + SPEC_VERSION
                            + "' is missing: there is '" + name + "', which is of a CloudEvent, and each says its"
                            + " version, such as '" + HTTP_PREFIX + SPEC_VERSION
                            + ": 1.0'. Headers of a message that is none begin with Penstock-Header-.");
                });
    }

    /**
     * A message with one event of a batch, as it is written there.
     *
     * @param parser of the batch, at the beginning of the event; afterwards, at its end
     * @throws RequestException if it is no event
     */
    public Message structured(String destination, byte[] batch, JsonParser parser) throws IOException {
        byte[] json = EventJson.value(batch, parser);
        var message = Message.to(destination)
                .body(json)
                .header(CONTENT_TYPE, STRUCTURED + "; charset=UTF-8")
                .build();
        return withKey(message, structured(json));
    }

    /** An event whose data is as it is written: what the SDK makes of it has other numbers. */
    private CloudEvent structured(byte[] json) {
        byte[] data = EventJson.data(json);
        try {
            var event = format.deserialize(json);
            return event.getData() instanceof JsonCloudEventData
                    ? CloudEventBuilder.from(event).withData(data).build()
                    : event;
        } catch (RuntimeException e) { // The SDK lets through whatever its parser fails with.
            throw EventFault.of(e);
        }
    }

    private static Message binary(Message message, Map<String, String> headers) {
        if (headers.containsKey(HTTP_PREFIX + DATA)) {
            throw RequestException.invalidMessage("The header '" + HTTP_PREFIX + DATA
                    + "' is no attribute of an event: its data is the body of the request.");
        }
        requireMandatory(headers);
        var attributes = new HashMap<String, String>();
        headers.forEach((name, value) -> {
            if (name.startsWith(HTTP_PREFIX)) {
                attributes.put(name, decoded(name, value));
            }
        });
        try {
            var event =
                    HttpMessageFactory.createReader(attributes, message.body()).toEvent();
            var stored = message.copy();
            attributes.forEach((name, value) -> stored.header(PREFIX + name.substring(HTTP_PREFIX.length()), value));
            return withKey(stored.build(), event);
        } catch (RuntimeException e) { // As above.
            throw EventFault.of(e);
        }
    }

    private static void requireMandatory(Map<String, String> headers) {
        for (var name : MANDATORY) {
            if (!headers.containsKey(HTTP_PREFIX + name)) {
                throw EventFault.of("the header '" + HTTP_PREFIX + name + "' is missing.");
            }
        }
        for (var name : EventJson.NEVER_EMPTY) {
            if ("".equals(headers.get(HTTP_PREFIX + name))) {
                throw EventFault.of("the header '" + HTTP_PREFIX + name + "' is empty.");
            }
        }
    }

    /** HTTP binding of CloudEvents, section 3.1.3.2: what is no plain ASCII is written as percent and hexadecimal. */
    private static String decoded(String name, String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw RequestException.invalidMessage("The header '" + name + "' has a '%' that begins no byte: " + value);
        }
    }

    /** The extension that says what belongs together is the key, unless the request has one. */
    private static Message withKey(Message message, CloudEvent event) {
        var key = event.getExtension(PARTITION_KEY);
        return key == null || message.key() != null
                ? message
                : message.copy()
                        .key(key.toString().getBytes(StandardCharsets.UTF_8))
                        .build();
    }

    /**
     * A delivery as an event, in JSON, with the token as an extension. A message that came as no event is one of the
     * type {@code io.penstock.message}. A body that is not the JSON that it is said to be goes out as Base64.
     */
    public byte[] outgoing(Delivery delivery, String token) {
        var event = CloudEventBuilder.v1(event(delivery.message()))
                .withoutExtension(DATA) // Which would be written besides the data, under the same name.
                .withExtension("penstocktoken", token)
                .withExtension("penstockattempt", delivery.attempt())
                .withExtension("penstockpartition", delivery.partition())
                .withExtension("penstockoffset", Long.toString(delivery.offset()))
                .build();
        return (EventData.isJson(event) ? format : inBase64).serialize(event);
    }

    private CloudEvent event(Message message) {
        try {
            if (contentType(message).startsWith(STRUCTURED)) {
                return structured(message.body());
            }
            var attributes = attributes(message);
            if (attributes.containsKey(HTTP_PREFIX + SPEC_VERSION)) {
                return HttpMessageFactory.createReader(attributes, message.body())
                        .toEvent();
            }
        } catch (RuntimeException e) {
            // Somebody has sent what only looks like an event: it is shown as the message that it is.
        }
        return plain(message);
    }

    private static Map<String, String> attributes(Message message) {
        var attributes = new HashMap<String, String>();
        for (var header : message.headers()) {
            var name = header.name().toLowerCase(Locale.ROOT);
            var value = new String(header.value(), StandardCharsets.UTF_8);
            if (name.startsWith(PREFIX)) {
                attributes.put(HTTP_PREFIX + name.substring(PREFIX.length()), value);
            } else if (name.equals(CONTENT_TYPE)) {
                attributes.put(CONTENT_TYPE, value);
            }
        }
        return attributes;
    }

    private static CloudEvent plain(Message message) {
        var event = CloudEventBuilder.v1()
                .withId(message.id())
                .withSource(URI.create(
                        "/api/v1/destinations/" + message.destination().replace("#", "%23")))
                .withType("io.penstock.message")
                .withTime(message.timestamp().atOffset(ZoneOffset.UTC));
        var type = contentType(message);
        if (message.body() == null) {
            return event.build();
        }
        return (type.isEmpty() || type.startsWith(ANY_EVENT) ? event : event.withDataContentType(type))
                .withData(message.body())
                .build();
    }

    private static String contentType(Message message) {
        for (var header : message.headers()) {
            if (header.name().equals(CONTENT_TYPE)) {
                return new String(header.value(), StandardCharsets.UTF_8).strip();
            }
        }
        return "";
    }
}
