package io.penstock.quarkus.emitter;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.reactive.messaging.MutinyEmitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/** A Mutiny emitter whose messages are sent at once, whatever becomes of the transaction of whoever sends them. */
record OutsideMutinyEmitter<T>(MutinyEmitter<T> emitter) implements MutinyEmitter<T> {

    @Override
    public Uni<Void> send(T payload) {
        return emitter.sendMessage(outside(payload));
    }

    @Override
    public void sendAndAwait(T payload) {
        emitter.sendMessageAndAwait(outside(payload));
    }

    @Override
    public Cancellable sendAndForget(T payload) {
        return emitter.sendMessageAndForget(outside(payload));
    }

    @Override
    @Deprecated
    public <M extends Message<? extends T>> void send(M message) {
        emitter.sendMessageAndForget(message.addMetadata(Outside.TRANSACTION));
    }

    @Override
    public <M extends Message<? extends T>> Uni<Void> sendMessage(M message) {
        return emitter.sendMessage(message.addMetadata(Outside.TRANSACTION));
    }

    @Override
    public <M extends Message<? extends T>> void sendMessageAndAwait(M message) {
        emitter.sendMessageAndAwait(message.addMetadata(Outside.TRANSACTION));
    }

    @Override
    public <M extends Message<? extends T>> Cancellable sendMessageAndForget(M message) {
        return emitter.sendMessageAndForget(message.addMetadata(Outside.TRANSACTION));
    }

    private Message<T> outside(T payload) {
        if (payload == null) {
            throw new IllegalArgumentException("An emitter takes no null: send a Message with the payload null.");
        }
        return Message.of(payload, Metadata.of(Outside.TRANSACTION));
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
