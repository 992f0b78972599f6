package io.penstock.connector;

import io.penstock.Headers;
import io.penstock.Message;
import io.vertx.core.buffer.Buffer;

import java.nio.charset.StandardCharsets;

/**
 * Makes the message that is sent. The destination is the channel's unless {@link OutgoingPenstockMetadata} names
 * another: also for a payload that is a {@link Message} itself, which would else go back to where it came from.
 */
record OutgoingMapper(OutgoingSettings settings, JsonPayloads json) {

    /** @throws RuntimeException if the payload cannot be turned into bytes */
    Message map(org.eclipse.microprofile.reactive.messaging.Message<?> message) {
        var metadata = message.getMetadata(OutgoingPenstockMetadata.class);
        var destination =
                metadata.flatMap(OutgoingPenstockMetadata::destination).orElse(settings.destination());
        var builder = start(message.getPayload(), destination);
        message.getMetadata(IncomingPenstockMetadata.class).ifPresent(source -> propagate(source, builder));
        metadata.ifPresent(own -> apply(own, builder));
        var mapped = builder.build();
        return mapped.key() == null && settings.key().isPresent()
                ? mapped.copy().key(settings.key().get()).build()
                : mapped;
    }

    private Message.Builder start(Object payload, String destination) {
        if (payload instanceof Message message) {
            var builder = message.copyTo(destination);
            message.headers().names().stream()
                    .filter(name -> name.startsWith(Headers.RESERVED_PREFIX))
                    .forEach(builder::withoutHeader);
            return builder;
        }
        return Message.to(destination).body(body(payload));
    }

    private byte[] body(Object payload) {
        if (payload == null) {
            return null;
        }
        if (payload instanceof byte[] bytes) {
            return bytes;
        }
        if (payload instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        if (payload instanceof Buffer buffer) {
            return buffer.getBytes();
        }
        return json.write(payload);
    }

    private void propagate(IncomingPenstockMetadata source, Message.Builder builder) {
        if (settings.propagateKey() && source.key() != null) {
            builder.key(source.key());
        }
        for (var name : settings.propagateHeaders()) {
            byte[] value = source.headers().bytes(name);
            if (value != null) {
                builder.header(name, value);
            }
        }
    }

    private static void apply(OutgoingPenstockMetadata own, Message.Builder builder) {
        own.key().ifPresent(builder::key);
        own.id().ifPresent(builder::id);
        own.deliverAt().ifPresent(builder::deliverAt);
        own.durability().ifPresent(builder::durability);
        builder.headers(own.headers());
    }
}
