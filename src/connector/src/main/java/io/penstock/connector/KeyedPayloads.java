package io.penstock.connector;

import io.penstock.connector.payload.PayloadTypes;
import io.smallrye.reactive.messaging.keyed.KeyValueExtractor;
import org.eclipse.microprofile.reactive.messaging.Message;

import java.lang.reflect.Type;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Gives a {@code KeyedMulti<K, V>} the key of each message of the log as a K, and its body as a V. */
@ApplicationScoped
class KeyedPayloads implements KeyValueExtractor, PenstockConversion {

    private final PayloadReader reader;

    @Inject
    KeyedPayloads(PayloadReader reader) {
        this.reader = reader;
    }

    /** Lets the container make a proxy. */
    KeyedPayloads() {
        this(null);
    }

    /** The priority after the extractors of the application. */
    @Override
    public int getPriority() {
        return DEFAULT_PRIORITY + 100;
    }

    @Override
    public boolean canExtract(Message<?> message, Type keyType, Type valueType) {
        return message.getMetadata(IncomingPenstockMetadata.class).isPresent()
                && reader.canReadKey(keyType)
                && reader.canRead(valueType);
    }

    @Override
    public Object extractKey(Message<?> message, Type keyType) {
        return reader.readKey(stored(message), keyType);
    }

    @Override
    public Object extractValue(Message<?> message, Type valueType) {
        var payload = message.getPayload();
        return payload == null || PayloadTypes.raw(valueType).isInstance(payload)
                ? payload
                : reader.read(stored(message), valueType);
    }

    private static io.penstock.Message stored(Message<?> message) {
        return message.getMetadata(IncomingPenstockMetadata.class).orElseThrow().message();
    }
}
