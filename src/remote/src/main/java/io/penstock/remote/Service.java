package io.penstock.remote;

import io.penstock.remote.connection.Answer;
import io.penstock.remote.wire.Frame;
import io.penstock.remote.wire.MalformedFrame;
import io.penstock.remote.wire.RemoteCall;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/**
 * How one call is served.
 *
 * @param isQuick whether it never blocks, so that it is done in the order of the calls
 */
record Service<Q, A>(RemoteCall<Q, A> call, boolean isQuick, BiFunction<Served, Q, CompletionStage<A>> action) {

    /** Never fails: a failure is an answer. */
    CompletableFuture<Answer> serve(Served served, Frame frame) {
        Q question;
        try {
            question = frame.read(call.question());
        } catch (MalformedFrame e) {
            throw e;
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(Answer.failed(e));
        }
        CompletableFuture<A> done;
        if (isQuick) {
            done = act(served, question);
        } else {
            done = served.session().server().block(() -> act(served, question)).thenCompose(inner -> inner);
        }
        return done.handle(
                (value, failure) -> failure == null ? Answer.of(value, call.answer()) : Answer.failed(failure));
    }

    private CompletableFuture<A> act(Served served, Q question) {
        try {
            return action.apply(served, question).toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
