package io.penstock.connector.cloudevent;

import io.penstock.Message;
import io.penstock.connector.payload.LibraryFormat;
import io.smallrye.reactive.messaging.ce.CloudEventMetadata;
import io.smallrye.reactive.messaging.ce.OutgoingCloudEventMetadata;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes cloud events of what a channel sends: of messages with {@link OutgoingCloudEventMetadata} and, if the channel
 * has a source and a type, of all.
 *
 * @param type the type of events that do not say theirs; and so on
 */
public record SentEvents(
        boolean enabled,
        Mode mode,
        Optional<String> type,
        Optional<String> source,
        Optional<String> subject,
        Optional<String> dataContentType,
        Optional<String> dataSchema,
        boolean insertTimestamp) {

    /** Where the attributes of an event are. */
    public enum Mode {

        /** The attributes are headers, and the body is the data. */
        BINARY,

        /** Attributes and data are together in the body, as JSON. */
        STRUCTURED
    }

    /**
     * Makes an event of a message that is ready otherwise.
     *
     * @param came what came through the channel, of which the message was made
     * @param payload what the body was written from
     * @return the message itself if it is not to be an event
     * @throws IllegalArgumentException if the event has no source or no type
     */
    public Message write(org.eclipse.microprofile.reactive.messaging.Message<?> came, Object payload, Message message) {
        if (!enabled) {
            return message;
        }
        var own = came.getMetadata(OutgoingCloudEventMetadata.class);
        if (own.isEmpty() && (type.isEmpty() || source.isEmpty())) {
            return message;
        }
        OutgoingCloudEventMetadata<?> event = own.isPresent()
                ? own.get()
                : OutgoingCloudEventMetadata.builder().build();
        var attributes = attributes(event, payload);
        var builder = message.copy();
        if (message.key() == null) {
            event.getExtension(CloudEventFormat.PARTITION_KEY).ifPresent(key -> builder.key(key.toString()));
        }
        return (mode == Mode.BINARY ? binary(attributes, builder) : structured(attributes, payload, message, builder))
                .build();
    }

    private Map<String, Object> attributes(OutgoingCloudEventMetadata<?> event, Object payload) {
        var all = new LinkedHashMap<String, Object>();
        all.put(CloudEventMetadata.CE_ATTRIBUTE_SPEC_VERSION, event.getSpecVersion());
        all.put(CloudEventMetadata.CE_ATTRIBUTE_ID, event.getId());
        all.put(
                CloudEventMetadata.CE_ATTRIBUTE_SOURCE,
                needed(
                        "source",
                        Optional.ofNullable(event.getSource())
                                .map(Object::toString)
                                .or(this::source)));
        all.put(
                CloudEventMetadata.CE_ATTRIBUTE_TYPE,
                needed("type", Optional.ofNullable(event.getType()).or(this::type)));
        event.getSubject().or(this::subject).ifPresent(text -> all.put(CloudEventMetadata.CE_ATTRIBUTE_SUBJECT, text));
        event.getDataContentType()
                .or(this::dataContentType)
                .or(() -> isWrittenAsJson(payload) ? Optional.of(CloudEventFormat.JSON) : Optional.empty())
                .ifPresent(text -> all.put(CloudEventMetadata.CE_ATTRIBUTE_DATA_CONTENT_TYPE, text));
        event.getDataSchema()
                .map(Object::toString)
                .or(this::dataSchema)
                .ifPresent(text -> all.put(CloudEventMetadata.CE_ATTRIBUTE_DATA_SCHEMA, text));
        event.getTimeStamp()
                .map(ZonedDateTime::toOffsetDateTime)
                .or(() -> insertTimestamp ? Optional.of(OffsetDateTime.now(ZoneOffset.UTC)) : Optional.empty())
                .ifPresent(time -> all.put(
                        CloudEventMetadata.CE_ATTRIBUTE_TIME, DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time)));
        event.getExtensions().forEach((name, value) -> {
            if (value != null) {
                all.putIfAbsent(name, value);
            }
        });
        return all;
    }

    private static String needed(String attribute, Optional<String> value) {
        return value.orElseThrow(() -> new IllegalArgumentException("A cloud event needs a " + attribute
                + ": set it in OutgoingCloudEventMetadata, or 'cloud-events-" + attribute + "' of the channel."));
    }

    private static Message.Builder binary(Map<String, Object> attributes, Message.Builder builder) {
        attributes.forEach((name, value) -> builder.header(
                name.equals(CloudEventMetadata.CE_ATTRIBUTE_DATA_CONTENT_TYPE)
                        ? CloudEventFormat.CONTENT_TYPE
                        : CloudEventFormat.PREFIX + name,
                value.toString()));
        return builder;
    }

    private static Message.Builder structured(
            Map<String, Object> attributes, Object payload, Message message, Message.Builder builder) {
        var json = new JsonObject();
        attributes.forEach((name, value) ->
                json.put(name, value instanceof Number || value instanceof Boolean ? value : value.toString()));
        var contentType = (String) attributes.get(CloudEventMetadata.CE_ATTRIBUTE_DATA_CONTENT_TYPE);
        if (message.body() != null) {
            if (contentType != null && CloudEventFormat.isJson(contentType)) {
                json.put(CloudEventFormat.DATA, Json.decodeValue(Buffer.buffer(message.body())));
            } else if (payload instanceof String text) {
                json.put(CloudEventFormat.DATA, text);
            } else {
                json.put(CloudEventFormat.DATA_BASE64, Base64.getEncoder().encodeToString(message.body()));
            }
        }
        return builder.header(CloudEventFormat.CONTENT_TYPE, CloudEventFormat.STRUCTURED_JSON)
                .body(json.encode().getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isWrittenAsJson(Object payload) {
        return !(payload == null
                || payload instanceof byte[]
                || payload instanceof String
                || payload instanceof Buffer
                || payload instanceof Message
                || LibraryFormat.of(payload.getClass()) != LibraryFormat.JSON);
    }
}
