package io.penstock.connector;

import io.smallrye.reactive.messaging.MessageConverter;
import org.eclipse.microprofile.reactive.messaging.Message;

import java.lang.reflect.Type;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Reads an object from a JSON body, for every class that no other converter takes. */
@ApplicationScoped
class JsonPayloadConverter implements MessageConverter {

    private final JsonPayloads json;

    @Inject
    JsonPayloadConverter(JsonPayloads json) {
        this.json = json;
    }

    /** Lets the container make a proxy. */
    JsonPayloadConverter() {
        this(null);
    }

    /** The priority after the converters of the application and those for single types. */
    @Override
    public int getPriority() {
        return CONVERTER_DEFAULT_PRIORITY + 100;
    }

    @Override
    public boolean canConvert(Message<?> in, Type target) {
        return target instanceof Class<?> type
                && type != byte[].class
                && type != String.class
                && type != io.penstock.Message.class
                && in.getMetadata(IncomingPenstockMetadata.class).isPresent();
    }

    @Override
    public Message<?> convert(Message<?> in, Type target) {
        byte[] body = (byte[]) in.getPayload();
        if (body == null) {
            return in.withPayload(null);
        }
        try {
            return in.withPayload(json.read(body, (Class<?>) target));
        } catch (RuntimeException | Error e) {
            // Deserializers and constructors of the application may throw anything.
            var metadata = in.getMetadata(IncomingPenstockMetadata.class).orElseThrow();
            throw new UnreadablePayloadException(
                    "The body of message " + metadata.id() + " (" + body.length + " bytes) is no JSON for "
                            + target.getTypeName() + ": " + e.getMessage(),
                    e);
        }
    }
}
