package io.penstock.quarkus.emitter;

import io.smallrye.reactive.messaging.EmitterConfiguration;
import io.smallrye.reactive.messaging.providers.extension.MutinyEmitterImpl;
import org.eclipse.microprofile.reactive.messaging.Message;

/** A {@code MutinyEmitter} whose messages take part in the transaction of the thread that subscribes to what sends. */
final class JoiningMutinyEmitter extends MutinyEmitterImpl<Object> {

    private final Joining joining;

    JoiningMutinyEmitter(EmitterConfiguration configuration, long bufferSize, Joining joining) {
        super(configuration, bufferSize);
        this.joining = joining;
    }

    @Override
    protected void emit(Message<?> message) {
        var joined = joining.begin(message);
        if (joined == null) {
            super.emit(message);
            return;
        }
        try {
            super.emit(joined.of(message));
        } catch (RuntimeException e) {
            // Nobody may look at the failure: sendAndForget only logs it.
            joined.refused(e);
            throw e;
        }
        joined.afterEmission();
    }
}
