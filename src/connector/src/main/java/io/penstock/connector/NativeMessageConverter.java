package io.penstock.connector;

import io.smallrye.reactive.messaging.MessageConverter;
import org.eclipse.microprofile.reactive.messaging.Message;

import java.lang.reflect.Type;
import jakarta.enterprise.context.ApplicationScoped;

/** Gives consumers the message as it is stored in the log: an {@link io.penstock.Message}. */
@ApplicationScoped
class NativeMessageConverter implements MessageConverter {

    @Override
    public boolean canConvert(Message<?> in, Type target) {
        return target == io.penstock.Message.class
                && in.getMetadata(IncomingPenstockMetadata.class).isPresent();
    }

    @Override
    public Message<?> convert(Message<?> in, Type target) {
        return in.withPayload(
                in.getMetadata(IncomingPenstockMetadata.class).orElseThrow().message());
    }
}
