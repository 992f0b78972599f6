package io.penstock.postgres.outbox;

import io.penstock.Message;
import io.penstock.PenstockException;

import java.util.function.UnaryOperator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;

/**
 * Sends messages with the transaction that changes the database: what is handed to it is written into a table in the
 * JTA transaction of the calling thread. If that is committed, each message is appended to the log exactly once, a
 * moment later; otherwise it never was.
 *
 * <p>Messages of one key keep their order, if one was sent in the same transaction as the other, or after the other's
 * transaction was committed. Safe for any thread.
 */
@ApplicationScoped
public class Outbox {

    private final OutboxMessages messages;
    private final OutboxDoor door;
    private final OutboxRelay relay;
    private final TransactionSynchronizationRegistry transactions;

    Outbox(
            OutboxMessages messages,
            OutboxDoor door,
            OutboxRelay relay,
            TransactionSynchronizationRegistry transactions) {
        this.messages = messages;
        this.door = door;
        this.relay = relay;
        this.transactions = transactions;
    }

    /**
     * Sends a message with the transaction. Its time to live counts from now. Whether its destination exists and has
     * room is seen when it is appended.
     *
     * @return the id of the message: its own, or the one that it was given
     * @throws IllegalStateException if the calling thread has no transaction, or one that will be rolled back
     * @throws PenstockException.InvalidMessage if the message breaks a rule; nothing was written
     * @throws PenstockException.MessageTooLarge if the message has more bytes than the broker takes
     * @throws PenstockException.InvalidConfiguration if the application has no database or no broker, or the name of
     *     the destination cannot be one
     */
    public String send(Message message) {
        requireTransaction();
        var checked = door.check(message);
        messages.insert(checked);
        relay.wakeAfterCommit();
        return checked.id();
    }

    /** Sends an object through the codec of the application; otherwise as {@link #send(Message)}. */
    public String send(String destination, Object payload) {
        return send(destination, payload, UnaryOperator.identity());
    }

    /**
     * Sends an object through the codec of the application; otherwise as {@link #send(Message)}.
     *
     * @param change what the message is to have besides, such as {@code message -> message.key(order.customer())}
     */
    public String send(String destination, Object payload, UnaryOperator<Message.Builder> change) {
        requireTransaction();
        return send(change.apply(door.message(destination, payload)).build());
    }

    private void requireTransaction() {
        int status = transactions.getTransactionStatus();
        if (status == Status.STATUS_MARKED_ROLLBACK) {
            throw new IllegalStateException(
                    "The transaction of this thread will be rolled back, and a message with it: it was not sent.");
        }
        if (status != Status.STATUS_ACTIVE) {
            throw new IllegalStateException("The outbox sends with a transaction, and this thread has none: annotate"
                    + " the method with @Transactional, or use Broker.send to send at once.");
        }
    }
}
