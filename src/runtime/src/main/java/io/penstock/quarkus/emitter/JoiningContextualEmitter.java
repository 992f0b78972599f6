package io.penstock.quarkus.emitter;

import io.quarkus.smallrye.reactivemessaging.runtime.ContextualEmitterImpl;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.EmitterConfiguration;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * A {@code ContextualEmitter} whose messages take part in the transaction of the thread that subscribes to what sends
 * them. It emits on the thread of a context, which has no transaction, and so asks before.
 */
final class JoiningContextualEmitter extends ContextualEmitterImpl<Object> {

    private final Joining joining;

    JoiningContextualEmitter(EmitterConfiguration configuration, long bufferSize, Joining joining) {
        super(configuration, bufferSize);
        this.joining = joining;
    }

    @Override
    public <M extends Message<?>> Uni<Void> sendMessage(M message) {
        return message == null || !joining.transactions().present()
                ? super.sendMessage(message)
                : Uni.createFrom().deferred(() -> sendJoined(message));
    }

    private Uni<Void> sendJoined(Message<?> message) {
        var joined = joining.begin(message);
        return super.sendMessage(joined == null ? message : joined.of(message));
    }
}
