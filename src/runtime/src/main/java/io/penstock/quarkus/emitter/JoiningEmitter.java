package io.penstock.quarkus.emitter;

import io.smallrye.reactive.messaging.EmitterConfiguration;
import io.smallrye.reactive.messaging.providers.extension.EmitterImpl;
import org.eclipse.microprofile.reactive.messaging.Message;

/** An {@code Emitter} whose messages take part in the transaction of the thread that sends them. */
final class JoiningEmitter extends EmitterImpl<Object> {

    private final Joining joining;

    JoiningEmitter(EmitterConfiguration configuration, long bufferSize, Joining joining) {
        super(configuration, bufferSize);
        this.joining = joining;
    }

    @Override
    protected void emit(Message<?> message) {
        var joined = message == null ? null : joining.begin(message);
        if (joined == null) {
            super.emit(message);
            return;
        }
        try {
            super.emit(joined.of(message));
        } catch (RuntimeException e) {
            // The sender is told by the exception, and may try again, such as when the buffer is full.
            joined.arrived();
            throw e;
        }
        joined.afterEmission();
    }
}
