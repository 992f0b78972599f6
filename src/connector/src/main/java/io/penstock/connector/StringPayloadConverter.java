package io.penstock.connector;

import io.smallrye.reactive.messaging.MessageConverter;
import org.eclipse.microprofile.reactive.messaging.Message;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import jakarta.enterprise.context.ApplicationScoped;

/** Gives consumers the body as UTF-8 text. */
@ApplicationScoped
class StringPayloadConverter implements MessageConverter {

    @Override
    public boolean canConvert(Message<?> in, Type target) {
        return target == String.class
                && in.getMetadata(IncomingPenstockMetadata.class).isPresent();
    }

    @Override
    public Message<?> convert(Message<?> in, Type target) {
        byte[] body = (byte[]) in.getPayload();
        return in.withPayload(body == null ? null : new String(body, StandardCharsets.UTF_8));
    }
}
