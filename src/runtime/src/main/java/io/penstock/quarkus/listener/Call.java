package io.penstock.quarkus.listener;

import io.penstock.Delivery;

import java.util.concurrent.CompletableFuture;

/** Passes the deliveries of a consumer to the code of the application, one after the other. */
interface Call {

    /** The result of a call that has accepted the delivery itself, durably. */
    Object ACCEPTED = new Object();

    /**
     * Calls the handler on this thread. The result completes when the handler is done. It fails with
     * {@link UnreadableBody} if the handler was not called because it cannot take the message.
     */
    CompletableFuture<?> with(Delivery delivery);

    /** Frees what the call holds. No delivery comes any more, and none is being processed. */
    default void end() {
        // Most calls hold nothing.
    }
}
