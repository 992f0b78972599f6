package io.penstock.connector;

import io.penstock.connector.payload.DeclaredPayloads;
import io.penstock.connector.payload.PayloadTypes;
import io.penstock.connector.payload.PenstockConversion;
import io.smallrye.reactive.messaging.MessageConverter;
import io.smallrye.reactive.messaging.keyed.KeyValueExtractor;
import io.smallrye.reactive.messaging.keyed.KeyedMulti;
import org.eclipse.microprofile.reactive.messaging.Message;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Gives a {@code KeyedMulti<K, V>} the key of each message as a K, and its body as a V. What cannot be read is found
 * when the message is converted, where it makes one dead letter; when key and value are taken it would end the channel.
 */
@ApplicationScoped
class KeyedPayloads implements MessageConverter, KeyValueExtractor, PenstockConversion {

    private final PayloadReader reader;
    private final DeclaredPayloads declared;

    @Inject
    KeyedPayloads(PayloadReader reader, DeclaredPayloads declared) {
        this.reader = reader;
        this.declared = declared;
    }

    /** Lets the container make a proxy. */
    KeyedPayloads() {
        this(null, null);
    }

    /** The priority after the converters and extractors of the application. */
    @Override
    public int getPriority() {
        return CONVERTER_DEFAULT_PRIORITY + 100;
    }

    @Override
    public boolean canConvert(Message<?> in, Type target) {
        return target == KeyedMulti.class
                && in.getMetadata(IncomingPenstockMetadata.class)
                        .filter(metadata -> typeOf(metadata) instanceof ParameterizedType)
                        .isPresent();
    }

    @Override
    public Message<?> convert(Message<?> in, Type target) {
        var metadata = in.getMetadata(IncomingPenstockMetadata.class).orElseThrow();
        var arguments = ((ParameterizedType) typeOf(metadata)).getActualTypeArguments();
        reader.readKey(metadata.message(), arguments[0]);
        return in.withPayload(reader.read(metadata.message(), arguments[1]));
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

    private Type typeOf(IncomingPenstockMetadata metadata) {
        return declared.complete(metadata.channel(), KeyedMulti.class);
    }
}
