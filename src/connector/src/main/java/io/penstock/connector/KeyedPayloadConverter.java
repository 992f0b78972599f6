package io.penstock.connector;

import io.penstock.connector.payload.DeclaredPayloads;
import io.smallrye.reactive.messaging.MessageConverter;
import io.smallrye.reactive.messaging.keyed.KeyedMulti;
import org.eclipse.microprofile.reactive.messaging.Message;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Reads the body for methods that take a {@code KeyedMulti<K, V>}, as they declare K and V. What
 * cannot be read is found here, where it makes one dead letter; in {@link KeyedPayloads} it would end the channel.
 */
@ApplicationScoped
class KeyedPayloadConverter implements MessageConverter, PenstockConversion {

    private final PayloadReader reader;
    private final DeclaredPayloads declared;

    @Inject
    KeyedPayloadConverter(PayloadReader reader, DeclaredPayloads declared) {
        this.reader = reader;
        this.declared = declared;
    }

    /** Lets the container make a proxy. */
    KeyedPayloadConverter() {
        this(null, null);
    }

    /** The priority after the converters of the application. */
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

    private Type typeOf(IncomingPenstockMetadata metadata) {
        return declared.complete(metadata.channel(), KeyedMulti.class);
    }
}
