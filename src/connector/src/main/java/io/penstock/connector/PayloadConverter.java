package io.penstock.connector;

import io.penstock.connector.payload.DeclaredPayloads;
import io.smallrye.reactive.messaging.MessageConverter;
import org.eclipse.microprofile.reactive.messaging.Message;

import java.lang.reflect.Type;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Gives consumers the body as they take it, for every type that no converter of the application takes and that can be a
 * payload. It is read by its full generic type: Reactive Messaging tells only the class, the declaration has the rest.
 */
@ApplicationScoped
class PayloadConverter implements MessageConverter, PenstockConversion {

    private final PayloadReader reader;
    private final DeclaredPayloads declared;

    @Inject
    PayloadConverter(PayloadReader reader, DeclaredPayloads declared) {
        this.reader = reader;
        this.declared = declared;
    }

    /** Lets the container make a proxy. */
    PayloadConverter() {
        this(null, null);
    }

    /** The priority after the converters of the application. */
    @Override
    public int getPriority() {
        return CONVERTER_DEFAULT_PRIORITY + 100;
    }

    /** A stage before this one may have made something else of the body, which is none of ours any more. */
    @Override
    public boolean canConvert(Message<?> in, Type target) {
        return target != byte[].class
                && (in.getPayload() == null || in.getPayload() instanceof byte[])
                && in.getMetadata(IncomingPenstockMetadata.class)
                        .filter(metadata -> reader.canRead(declared.complete(metadata.channel(), target)))
                        .isPresent();
    }

    @Override
    public Message<?> convert(Message<?> in, Type target) {
        var metadata = in.getMetadata(IncomingPenstockMetadata.class).orElseThrow();
        return in.withPayload(reader.read(metadata.message(), declared.complete(metadata.channel(), target)));
    }
}
