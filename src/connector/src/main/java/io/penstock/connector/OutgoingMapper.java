package io.penstock.connector;

import io.penstock.Headers;
import io.penstock.Message;
import io.penstock.Utf8;
import io.penstock.connector.payload.JsonPayloads;
import io.penstock.connector.payload.LibraryFormat;
import io.vertx.core.buffer.Buffer;

import java.util.Optional;
import java.util.UUID;

/**
 * Makes the message that is sent from what comes through the channel. The destination is the channel's unless
 * {@link OutgoingPenstockMetadata} names another. That is also so for a payload that is a {@link Message} itself, which
 * would otherwise go back to where it came from.
 */
record OutgoingMapper(OutgoingSettings settings, JsonPayloads json) {

    private static final String QUEUE = "queue:";

    /** @throws RuntimeException if the payload cannot be turned into bytes */
    Message map(org.eclipse.microprofile.reactive.messaging.Message<?> message) {
        var own = message.getMetadata(OutgoingPenstockMetadata.class);
        var source = message.getMetadata(IncomingPenstockMetadata.class);
        var request = source.filter(from -> settings.reply());
        var destination = own.flatMap(OutgoingPenstockMetadata::destination)
                .or(() -> request.flatMap(OutgoingMapper::replyQueue))
                .orElse(settings.destination());
        var payload = asMessage(message.getPayload(), destination);
        var builder = payload.copy();
        own.flatMap(OutgoingPenstockMetadata::key)
                .or(() -> Optional.ofNullable(payload.key()))
                .or(() -> source.filter(from -> settings.propagateKey()).map(IncomingPenstockMetadata::key))
                .or(() -> settings.key().map(text -> Utf8.bytes(text, () -> "The attribute 'key'")))
                .ifPresent(builder::key);
        source.ifPresent(from -> propagateHeaders(from.headers(), payload.headers(), builder));
        request.map(from -> from.headers().get(PenstockRequestReply.CORRELATION_ID))
                .ifPresent(id -> builder.header(PenstockRequestReply.CORRELATION_ID, id));
        own.ifPresent(metadata -> apply(metadata, builder));
        return settings.cloudEvents().write(message, message.getPayload(), builder.build());
    }

    /** The queue that a request asks for replies in; empty if it asks for none, or for a topic. */
    private static Optional<String> replyQueue(IncomingPenstockMetadata request) {
        return Optional.ofNullable(request.headers().get(PenstockRequestReply.REPLY_TO))
                .filter(name -> name.startsWith(QUEUE))
                .map(name -> name.substring(QUEUE.length()));
    }

    private Message asMessage(Object payload, String destination) {
        if (payload instanceof PenstockRecord<?, ?> record) {
            var keyed = Message.to(destination).body(body(record.value()));
            if (record.key() != null) {
                keyed.key(key(record.key()));
            }
            return keyed.build();
        }
        if (!(payload instanceof Message message)) {
            return Message.to(destination).body(body(payload)).build();
        }
        var builder = message.copyTo(destination);
        for (var name : message.headers().names()) {
            if (name.startsWith(Headers.RESERVED_PREFIX)) {
                // Reserved headers tell what happened to the message where it came from; a sender may not set them.
                builder.withoutHeader(name);
            }
        }
        return builder.build();
    }

    /** A key is written as it is read: ids and constants of enums as plain text, what is no text or bytes as JSON. */
    private byte[] key(Object key) {
        return key instanceof UUID || key instanceof Enum<?> ? Utf8.bytes(key.toString(), () -> "The key") : body(key);
    }

    private byte[] body(Object payload) {
        if (payload == null) {
            return null;
        }
        if (payload instanceof byte[] bytes) {
            return bytes;
        }
        if (payload instanceof String text) {
            return Utf8.bytes(text, () -> "The payload");
        }
        if (payload instanceof Buffer buffer) {
            return buffer.getBytes();
        }
        var format = LibraryFormat.of(payload.getClass());
        return format == LibraryFormat.JSON ? json.write(payload) : written(format, payload);
    }

    private static byte[] written(LibraryFormat format, Object payload) {
        try {
            return format.write(payload);
        } catch (Exception e) {
            throw new IllegalArgumentException(
                    "A " + payload.getClass().getName() + " cannot be written as " + format.label() + ": " + e, e);
        }
    }

    private void propagateHeaders(Headers from, Headers present, Message.Builder builder) {
        for (var name : settings.propagateHeaders()) {
            if (from.contains(name) && !present.contains(name)) {
                builder.header(name, from.bytes(name));
            }
        }
    }

    private static void apply(OutgoingPenstockMetadata own, Message.Builder builder) {
        own.id().ifPresent(builder::id);
        own.deliverAt().ifPresent(builder::deliverAt);
        own.durability().ifPresent(builder::durability);
        own.routingKey().ifPresent(builder::routingKey);
        own.priority().ifPresent(builder::priority);
        own.timeToLive().ifPresent(builder::timeToLive);
        builder.headers(own.headers());
    }
}
