package io.penstock.connector;

import io.penstock.connector.payload.DeclaredPayloads;
import io.penstock.connector.payload.PayloadTypes;
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
class KeyedPayloads extends StoredPayloads implements KeyValueExtractor {

    @Inject
    KeyedPayloads(PayloadReader reader, DeclaredPayloads declared) {
        super(reader, declared);
    }

    /** Lets the container make a proxy. */
    KeyedPayloads() {
        super(null, null);
    }

    /** The priority of both a converter and an extractor. */
    @Override
    public int getPriority() {
        return super.getPriority();
    }

    @Override
    public boolean canConvert(Message<?> in, Type target) {
        return target == KeyedMulti.class && isOurs(in) && complete(in, target) instanceof ParameterizedType;
    }

    @Override
    public Message<?> convert(Message<?> in, Type target) {
        var arguments = ((ParameterizedType) complete(in, target)).getActualTypeArguments();
        reader.readKey(stored(in), arguments[0]);
        return in.withPayload(reader.read(stored(in), arguments[1]));
    }

    @Override
    public boolean canExtract(Message<?> message, Type keyType, Type valueType) {
        return isOurs(message) && reader.canReadKey(keyType) && reader.canRead(valueType);
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
}
