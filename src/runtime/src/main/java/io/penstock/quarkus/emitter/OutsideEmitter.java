package io.penstock.quarkus.emitter;

import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An emitter whose messages are sent at once, whatever becomes of the transaction of whoever sends them. */
record OutsideEmitter<T>(Emitter<T> emitter) implements Emitter<T> {

    @Override
    public CompletionStage<Void> send(T payload) {
        if (payload == null) {
            throw new IllegalArgumentException("An emitter takes no null: send a Message with the payload null.");
        }
        var sent = new CompletableFuture<Void>();
        emitter.send(Message.of(
                payload,
                Metadata.of(Outside.TRANSACTION),
                () -> {
                    sent.complete(null);
                    return CompletableFuture.completedFuture(null);
                },
                reason -> {
                    sent.completeExceptionally(reason);
                    return CompletableFuture.completedFuture(null);
                }));
        return sent;
    }

    @Override
    public <M extends Message<? extends T>> void send(M message) {
        emitter.send(message.addMetadata(Outside.TRANSACTION));
    }

    @Override
    public void complete() {
        emitter.complete();
    }

    @Override
    public void error(Exception failure) {
        emitter.error(failure);
    }

    @Override
    public boolean isCancelled() {
        return emitter.isCancelled();
    }

    @Override
    public boolean hasRequests() {
        return emitter.hasRequests();
    }
}
