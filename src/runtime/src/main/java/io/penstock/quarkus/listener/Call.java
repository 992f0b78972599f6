package io.penstock.quarkus.listener;

import io.penstock.Delivery;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Passes the deliveries of a consumer to the code of the application, one call after the other. */
interface Call {

    /**
     * Calls the handler on this thread, with one delivery, or with many if it takes batches. The result completes when
     * the handler is done. It fails if all deliveries have failed: with {@link UnreadableBody} if the handler was not
     * called because it cannot take the message. To cancel it cancels what the handler has returned.
     */
    CompletableFuture<CallOutcome> with(List<Delivery> deliveries);

    /** The threads on which the handler is to be called. */
    default Executor threads(Executor usual) {
        return usual;
    }

    /** Frees what the call holds. No delivery comes any more, and none is being processed. */
    default void end() {
        // Most calls hold nothing.
    }
}
