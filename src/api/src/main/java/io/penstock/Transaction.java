package io.penstock;

import java.util.concurrent.CompletionStage;

/**
 * Sends and settlements that happen together or not at all. Nothing is visible to anybody before the commit is durable.
 * Not thread-safe; ends with {@link #commit()} or {@link #rollback()}, after which every call is refused with an
 * {@link IllegalStateException}.
 */
public interface Transaction {

    /** What one transaction may carry at most: it is written as a whole, and must fit into one frame of the log. */
    int MAX_OPERATIONS = 100_000;

    /**
     * Adds a message.
     *
     * @throws PenstockException.InvalidMessage if the message breaks a rule or a limit, or the transaction is full
     * @throws PenstockException.UnknownDestination if the destination does not exist
     */
    void send(Message message);

    /** Adds the acceptance of a delivery. Its lease must last until the commit. */
    void accept(Delivery delivery);

    /**
     * Makes it all happen, in one atomic step. The stage fails with {@link PenstockException.LeaseLost} if a delivery's
     * lease has ended: then nothing has happened, and the transaction is rolled back.
     */
    CompletionStage<Void> commit();

    /** Forgets the messages. Deliveries stay with their consumers, who must settle them otherwise. */
    void rollback();
}
