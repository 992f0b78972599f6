package io.penstock.quarkus.listener;

import io.penstock.Delivery;

import java.util.concurrent.CompletableFuture;

/** A call is what a consumer does with its deliveries, one after the other. */
interface Call {

    /** The result of a call that has accepted the delivery itself, durably. */
    Object ACCEPTED = new Object();

    /**
     * Calls the handler on this thread. What is returned completes as the handler does; it is {@link UnreadableBody} if
     * the handler was not called because the message is not what it takes.
     */
    CompletableFuture<?> with(Delivery delivery);

    /** No call comes any more, and none is running. */
    default void end() {
        // Most hold nothing.
    }
}
