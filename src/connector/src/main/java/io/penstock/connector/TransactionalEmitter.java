package io.penstock.connector;

import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Takes what is sent in one transaction. It must not be used when the work of the transaction has completed.
 *
 * @param <T> the type of the payloads
 */
public interface TransactionalEmitter<T> {

    /**
     * Adds a payload, as an emitter sends it.
     *
     * @throws RuntimeException if it cannot be written, or its destination does not exist
     */
    void send(T payload);

    /** Adds the payload of a message with its metadata. The message is neither acked nor nacked. */
    void sendMessage(Message<? extends T> message);
}
