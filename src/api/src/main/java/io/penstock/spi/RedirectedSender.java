package io.penstock.spi;

import io.penstock.Broker;
import io.penstock.Message;
import io.penstock.PenstockException;
import io.penstock.Receipt;
import io.penstock.TypedSender;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * A typed sender whose messages another one makes, and a broker of its own sends.
 *
 * @param broker that sends
 * @param maker of the messages
 * @param <T> the class of what is sent
 */
public record RedirectedSender<T>(Broker broker, TypedSender<T> maker) implements TypedSender<T> {

    @Override
    public String destination() {
        return maker.destination();
    }

    @Override
    public Message.Builder message(T payload) {
        return maker.message(payload);
    }

    @Override
    public Receipt send(T payload) {
        return send(payload, UnaryOperator.identity());
    }

    @Override
    public Receipt send(T payload, UnaryOperator<Message.Builder> change) {
        return broker.send(change.apply(message(payload)).build());
    }

    @Override
    public CompletionStage<Receipt> sendAsync(T payload) {
        return sendAsync(payload, UnaryOperator.identity());
    }

    @Override
    public CompletionStage<Receipt> sendAsync(T payload, UnaryOperator<Message.Builder> change) {
        Message message;
        try {
            message = change.apply(message(payload)).build();
        } catch (PenstockException e) {
            return CompletableFuture.failedFuture(e);
        }
        return broker.sendAsync(message);
    }
}
