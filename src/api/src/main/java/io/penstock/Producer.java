package io.penstock;

import java.util.concurrent.CompletionStage;

/**
 * A producer sends numbered messages, each of which is written exactly once. The numbers are 0, 1, 2 … over all
 * destinations and all instances of the same id; the broker keeps the last ones with their receipts ({@link
 * EngineLimit#PRODUCER_RECEIPTS}), across restarts. What a producer
 * sends is not looked at for ids.
 *
 * <p>Safe for any thread, but who sends from several must see to the order of numbers.
 *
 * <p>All methods refuse with {@link PenstockException.Fenced} once a newer instance was opened, and after a
 * long time without a message ({@link EngineLimit#PRODUCER_IDLE_DAYS}).
 */
public interface Producer {

    /** The id, by which instances follow each other. */
    String id();

    /** The number of this instance: 1 for the first, one more for each that is opened. */
    long epoch();

    /** The next number: all lower numbers are written or on their way. */
    long nextSequence();

    /** Sends the next message and waits until it is durable; otherwise as {@link Broker#send}. */
    Receipt send(Message message);

    /** Sends the next message; otherwise as {@link Broker#sendAsync}. */
    CompletionStage<Receipt> sendAsync(Message message);

    /**
     * Sends the message of that number, or returns the receipt of the one that was sent with it before.
     *
     * @throws PenstockException.InvalidMessage if the number is negative
     * @throws PenstockException.OutOfSequence if it is neither the next number nor one whose receipt is kept; nothing
     *     was written
     */
    Receipt send(long sequence, Message message);

    /**
     * Sends a numbered message as {@link #send(long, Message)} does; the stage completes, or fails, as that of
     * {@link Broker#sendAsync}.
     */
    CompletionStage<Receipt> sendAsync(long sequence, Message message);
}
