package io.penstock.connector;

import io.penstock.Delivery;

import java.util.concurrent.CompletionStage;

/**
 * A failure handler settles the messages of a channel that were nacked, in place of the failure strategies that the
 * connector has. Write a bean of type {@link Factory} with {@code @Identifier("name")}, and set the channel's
 * {@code failure-strategy} to that name. It is called on the context of the message, and must not block.
 */
@FunctionalInterface
public interface PenstockFailureHandler {

    /**
     * Settles a delivery by one of its methods. One that it leaves unsettled is delivered again when its lease ends.
     *
     * @param reason what the consumer threw, or an {@link UnreadablePayloadException}
     * @return a stage that completes when that is durable; if it fails, the stream of the channel does
     */
    CompletionStage<Void> handle(Delivery delivery, Throwable reason);

    /** Makes the handler of a channel, once. */
    @FunctionalInterface
    interface Factory {

        PenstockFailureHandler create(String channel);
    }
}
