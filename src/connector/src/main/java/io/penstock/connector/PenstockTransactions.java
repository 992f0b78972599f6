package io.penstock.connector;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.EmitterType;
import org.eclipse.microprofile.reactive.messaging.Message;

import java.util.function.Function;

/**
 * Sends messages of an outgoing channel in transactions of the log: all of them or none. Inject it with
 * {@code @Channel}. What is sent does not pass the interceptors of the channel. Safe for use by any thread.
 *
 * @param <T> the type of the payloads
 */
public interface PenstockTransactions<T> extends EmitterType {

    /**
     * Runs work that sends, when the result is subscribed to, and commits when the work has completed. If it fails or
     * throws, or the commit does, nothing is sent, and the result fails likewise. It completes on the Vert.x context of
     * the caller, if that has one.
     */
    <R> Uni<R> withTransaction(Function<TransactionalEmitter<T>, Uni<R>> work);

    /**
     * Runs work that sends, and accepts the message that it was made from in the same transaction: what comes of the
     * message is sent exactly once. The message's own ack has no effect after that. If the transaction fails, the message
     * is still to be nacked, as a method does by returning the failure.
     *
     * @param consumed a message or a batch of a channel of this connector, or what was made of it with its metadata
     * @throws IllegalArgumentException if it comes from elsewhere, or from a broadcast channel, where other methods have
     *     a say in it
     */
    <R> Uni<R> withTransaction(Message<?> consumed, Function<TransactionalEmitter<T>, Uni<R>> work);
}
