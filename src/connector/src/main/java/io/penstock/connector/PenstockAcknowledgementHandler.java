package io.penstock.connector;

import io.penstock.Delivery;

import java.util.concurrent.CompletionStage;

/**
 * An acknowledgement handler settles the messages of a channel that were acked; without one they are accepted, many
 * together. Write a bean of type {@link Factory} with {@code @Identifier("name")}, and set the channel's
 * {@code acknowledgement-handler} to that name. It is called on the context of the message, and must not block.
 */
@FunctionalInterface
public interface PenstockAcknowledgementHandler {

    /**
     * Settles a delivery by one of its methods. One that it leaves unsettled is delivered again when its lease ends.
     *
     * @return a stage that completes when that is durable, with which the ack completes
     */
    CompletionStage<Void> handle(Delivery delivery);

    /** Makes the handler of a channel, once. */
    @FunctionalInterface
    interface Factory {

        PenstockAcknowledgementHandler create(String channel);
    }
}
