package io.penstock.broker.send;

import io.penstock.broker.loop.Outcomes;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A send that has begun: its caller waits for the result, or takes a stage of it. */
interface Sending<T> {

    /** Completed when the messages are as durable as was asked, or with why they are not. */
    CompletableFuture<T> stage();

    /** Waits for the result, and throws what the send failed with. */
    default T await() {
        return Outcomes.await(stage());
    }

    /** The same send, with something made of its result. */
    default <R> Sending<R> map(Function<T, R> made) {
        return () -> stage().thenApply(made);
    }
}
