package io.penstock;

import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * A typed sender sends objects of one class to one destination; the codec of the application turns each into the body
 * of a message and names its kind in the header {@value #CONTENT_TYPE}. Safe for use by any thread.
 *
 * <p>Errors are those of {@link Broker#send(Message)}; an object that is null, of another class, or that the codec
 * cannot write fails with {@link PenstockException.InvalidMessage}, and nothing is written.
 *
 * @param <T> the class of what is sent
 */
public interface TypedSender<T> {

    /** The header that says what the body is, such as {@code application/json}. */
    String CONTENT_TYPE = "content-type";

    /** The destination of its messages: a queue, a topic or an exchange. */
    String destination();

    /** Starts the message that carries the object, for whoever sends it in another way: in a transaction, say. */
    Message.Builder message(T payload);

    /** Sends one object and waits until it is durable. */
    Receipt send(T payload);

    /** Sends one object. The stage completes when it is durable, as that of {@link Broker#sendAsync(Message)}. */
    CompletionStage<Receipt> sendAsync(T payload);

    /**
     * Sends one object with what the message is to have besides, and waits until it is durable.
     *
     * @param change such as {@code message -> message.key(order.customer())}
     */
    Receipt send(T payload, UnaryOperator<Message.Builder> change);

    /** Sends one object with what the message is to have besides; otherwise as {@link #sendAsync(Object)}. */
    CompletionStage<Receipt> sendAsync(T payload, UnaryOperator<Message.Builder> change);
}
