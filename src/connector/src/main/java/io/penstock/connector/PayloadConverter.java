package io.penstock.connector;

import io.penstock.connector.payload.DeclaredPayloads;
import org.eclipse.microprofile.reactive.messaging.Message;

import java.lang.reflect.Type;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Gives consumers the body as they take it, for every type that no converter of the application takes and that can be a
 * payload. It is read by its full generic type: Reactive Messaging tells only the class, the declaration has the rest.
 */
@ApplicationScoped
class PayloadConverter extends StoredPayloads {

    @Inject
    PayloadConverter(PayloadReader reader, DeclaredPayloads declared) {
        super(reader, declared);
    }

    /** Lets the container make a proxy. */
    PayloadConverter() {
        super(null, null);
    }

    /** A stage before this one may have made something else of the body, which is none of ours any more. */
    @Override
    public boolean canConvert(Message<?> in, Type target) {
        return target != byte[].class
                && (in.getPayload() == null || in.getPayload() instanceof byte[])
                && isOurs(in)
                && reader.canRead(complete(in, target));
    }

    @Override
    public Message<?> convert(Message<?> in, Type target) {
        if (target == io.penstock.Message.class) {
            return in.withPayload(
                    in.getMetadata(IncomingPenstockMetadata.class).orElseThrow().message());
        }
        return in.withPayload(reader.read(stored(in), complete(in, target)));
    }
}
