package io.penstock.connector.cloudevent;

import io.penstock.Message;
import io.smallrye.reactive.messaging.ce.CloudEventMetadata;
import io.smallrye.reactive.messaging.ce.DefaultCloudEventMetadataBuilder;
import io.smallrye.reactive.messaging.ce.IncomingCloudEventMetadata;
import io.smallrye.reactive.messaging.ce.impl.DefaultIncomingCloudEventMetadata;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import org.jboss.logging.Logger;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/**
 * A cloud event that has been received.
 *
 * @param metadata its attributes, for the application
 * @param data what the method is to get, as bytes; null for none
 */
public record ReceivedEvent(IncomingCloudEventMetadata<Object> metadata, byte[] data) {

    private static final Logger LOG = Logger.getLogger(ReceivedEvent.class);

    /** Reads a message as an event. The result is empty if it is none, or does not say what an event has to say. */
    public static Optional<ReceivedEvent> of(Message message) {
        var headers = message.headers();
        if (headers.isEmpty()) {
            return Optional.empty();
        }
        try {
            var contentType = headers.get(CloudEventFormat.CONTENT_TYPE);
            if (contentType != null && contentType.startsWith(CloudEventFormat.STRUCTURED)) {
                return Optional.of(structured(new JsonObject(Buffer.buffer(message.body()))));
            }
            return headers.contains(CloudEventFormat.PREFIX + CloudEventMetadata.CE_ATTRIBUTE_SPEC_VERSION)
                    ? Optional.of(binary(message, contentType))
                    : Optional.empty();
        } catch (RuntimeException e) {
            LOG.debugf("Message %s looks like a cloud event, but is none: %s", message.id(), e);
            return Optional.empty();
        }
    }

    private static ReceivedEvent binary(Message message, String contentType) {
        var headers = message.headers();
        var builder = attributes(name -> headers.get(CloudEventFormat.PREFIX + name));
        if (contentType != null) {
            builder.withDataContentType(contentType);
        }
        for (var name : headers.names()) {
            var attribute = name.startsWith(CloudEventFormat.PREFIX)
                    ? name.substring(CloudEventFormat.PREFIX.length())
                    : CloudEventMetadata.CE_ATTRIBUTE_ID;
            if (!CloudEventFormat.ATTRIBUTES.contains(attribute)) {
                builder.withExtension(attribute, headers.get(name));
            }
        }
        return event(builder.withData(message.body()), message.body());
    }

    private static ReceivedEvent structured(JsonObject json) {
        var builder = attributes(json::getString);
        for (var name : json.fieldNames()) {
            if (!CloudEventFormat.ATTRIBUTES.contains(name)
                    && !name.equals(CloudEventFormat.DATA)
                    && !name.equals(CloudEventFormat.DATA_BASE64)) {
                builder.withExtension(name, json.getValue(name));
            }
        }
        var data = json.getValue(CloudEventFormat.DATA);
        return event(builder.withData(data), bytes(json, data));
    }

    private static byte[] bytes(JsonObject json, Object data) {
        var base64 = json.getString(CloudEventFormat.DATA_BASE64);
        if (base64 != null) {
            return Base64.getDecoder().decode(base64);
        }
        if (data instanceof String text) {
            var type = json.getString(CloudEventMetadata.CE_ATTRIBUTE_DATA_CONTENT_TYPE);
            return (type != null && CloudEventFormat.isJson(type) ? Json.encode(text) : text)
                    .getBytes(StandardCharsets.UTF_8);
        }
        return data == null ? null : Json.encode(data).getBytes(StandardCharsets.UTF_8);
    }

    private static DefaultCloudEventMetadataBuilder<Object> attributes(Function<String, String> found) {
        var builder = new DefaultCloudEventMetadataBuilder<Object>()
                .withSpecVersion(found.apply(CloudEventMetadata.CE_ATTRIBUTE_SPEC_VERSION))
                .withId(found.apply(CloudEventMetadata.CE_ATTRIBUTE_ID))
                .withType(found.apply(CloudEventMetadata.CE_ATTRIBUTE_TYPE))
                .withSubject(found.apply(CloudEventMetadata.CE_ATTRIBUTE_SUBJECT));
        Optional.ofNullable(found.apply(CloudEventMetadata.CE_ATTRIBUTE_SOURCE))
                .ifPresent(source -> builder.withSource(URI.create(source)));
        Optional.ofNullable(found.apply(CloudEventMetadata.CE_ATTRIBUTE_DATA_CONTENT_TYPE))
                .ifPresent(builder::withDataContentType);
        Optional.ofNullable(found.apply(CloudEventMetadata.CE_ATTRIBUTE_DATA_SCHEMA))
                .ifPresent(schema -> builder.withDataSchema(URI.create(schema)));
        Optional.ofNullable(found.apply(CloudEventMetadata.CE_ATTRIBUTE_TIME))
                .ifPresent(time -> builder.withTimestamp(ZonedDateTime.parse(time)));
        return builder;
    }

    /** @throws RuntimeException if an attribute is missing that each event has to have */
    private static ReceivedEvent event(DefaultCloudEventMetadataBuilder<Object> builder, byte[] data) {
        var event = builder.build();
        event.validate();
        return new ReceivedEvent(new DefaultIncomingCloudEventMetadata<>(event), data);
    }
}
