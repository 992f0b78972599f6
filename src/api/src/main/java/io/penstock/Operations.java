package io.penstock;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Operations are what a person does to messages by hand. Each is durable: it is written down before it begins, goes on
 * after a restart until it is done, and is kept for review ({@link EngineLimit#OPERATIONS_KEPT}). Methods may be called
 * from any thread; they return when the operation is written down, and it goes on in the background.
 */
public interface Operations {

    /**
     * Puts dead letters back to the subscriptions that they failed in, with their ids and with fresh attempts. Only
     * letters that are in the queue now: one that dies again meanwhile stays. With a {@link DeadLetterRequest#delay} it
     * begins after that, also if the broker was opened again meanwhile.
     *
     * @throws PenstockException.UnknownDestination if there is no such queue
     * @throws PenstockException.Conflict if it is a topic, which has no dead letters
     * @throws PenstockException.InvalidFilter if the filter cannot be read
     */
    OperationRecord redrive(DeadLetterRequest request);

    /** Throws dead letters away; otherwise as {@link #redrive}. */
    OperationRecord discard(DeadLetterRequest request);

    /** Counts the dead letters that a request would select if it began now, and changes nothing. */
    long count(DeadLetterRequest request);

    /**
     * Throws away what a subscription has not settled, except what its consumers have at the moment. It is over when
     * this returns.
     *
     * @param subscription whose messages are thrown away; null for that of a queue
     * @throws PenstockException.UnknownSubscription if there is none
     * @throws PenstockException.Conflict if no subscription is named, and it is a topic, which may have many
     */
    OperationRecord purge(String destination, @Nullable String subscription, String actor);

    /**
     * Deletes a destination, its subscriptions and its messages. It is over when this returns.
     *
     * @param force also if it has consumers: they get nothing more, and what they have cannot be settled
     * @throws PenstockException.UnknownDestination if there is none
     * @throws PenstockException.Conflict if it has consumers, unless forced
     */
    OperationRecord delete(String destination, boolean force, String actor);

    /** Lists the operations that go on and those that are kept, latest first. */
    List<OperationRecord> list();

    /** The one of that id, if it is known. */
    Optional<OperationRecord> find(long id);

    /**
     * Copies everything that the broker keeps, while it goes on. All that senders and consumers were told before this
     * was called is in the copy, which is as of one moment after that. It goes on in the background when this returns.
     * Unlike other operations it ends with the broker, and is not kept for review. There is one at a time.
     *
     * @return completes when the target is complete; fails with {@link PenstockException.Unavailable} once it is
     *     abandoned
     * @throws PenstockException.Conflict if there is a backup already
     * @throws PenstockException.Unsupported if the engine cannot do it ({@link Capability#BACKUPS})
     */
    default CompletionStage<BackupContent> backup(BackupTarget target) {
        throw new PenstockException.Unsupported(Capability.BACKUPS, "A backup to " + target.describe());
    }

    /** Ends one that goes on; what it has done stays. Ending one that is over does nothing. */
    Optional<OperationRecord> stop(long id);
}
