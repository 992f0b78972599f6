package io.penstock.security;

import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Producer;
import io.penstock.Receipt;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import static io.penstock.security.Action.SEND;

/** A producer that sends only where its caller may. A refused message has used no number. */
record GuardedProducer(Producer producer, CallerRights rights) implements Producer {

    @Override
    public String id() {
        return producer.id();
    }

    @Override
    public long epoch() {
        return producer.epoch();
    }

    @Override
    public long nextSequence() {
        return producer.nextSequence();
    }

    @Override
    public Receipt send(Message message) {
        rights.require(SEND, message.destination());
        return producer.send(message);
    }

    @Override
    public CompletionStage<Receipt> sendAsync(Message message) {
        return checked(message, producer::sendAsync);
    }

    @Override
    public Receipt send(long sequence, Message message) {
        rights.require(SEND, message.destination());
        return producer.send(sequence, message);
    }

    @Override
    public CompletionStage<Receipt> sendAsync(long sequence, Message message) {
        return checked(message, each -> producer.sendAsync(sequence, each));
    }

    private CompletionStage<Receipt> checked(Message message, Function<Message, CompletionStage<Receipt>> send) {
        try {
            rights.require(SEND, message.destination());
        } catch (PenstockException.Forbidden e) {
            return CompletableFuture.failedFuture(e);
        }
        return send.apply(message);
    }
}
