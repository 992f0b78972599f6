package io.penstock;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * A transaction is a number of sends, settlements, seeks and changes of schedules that happen together or not at all.
 * Nothing is visible to anybody before the commit is durable. What it carries is limited ({@link
 * EngineLimit#TRANSACTION_OPERATIONS}).
 *
 * <p>Not thread-safe; ends with {@link #commitAsync()}, {@link #prepareAsync(byte[])} or {@link #rollback()}, after
 * which every call is refused with an {@link IllegalStateException}. One that takes longer than its time-out is rolled
 * back: every call then says so with a {@link PenstockException.TransactionTimedOut}.
 */
public interface Transaction extends AutoCloseable {

    /** The default time-out: longer than any step takes that consumes, computes and produces. */
    Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);

    /**
     * Adds a message. A message whose id was sent before, or twice in this transaction, is left out at the commit.
     *
     * @throws PenstockException.InvalidMessage if the message breaks a rule or a limit, or the transaction is full
     * @throws PenstockException.UnknownDestination if the destination does not exist
     */
    void send(Message message);

    /**
     * Adds a numbered message of a producer. At the commit one that was written before is left out; if one is neither
     * that nor the next one, or the producer is fenced, the commit fails and nothing happens.
     *
     * @throws PenstockException.InvalidMessage as for {@link #send(Message)}
     * @throws PenstockException.UnknownDestination if the destination does not exist
     */
    void send(Producer producer, long sequence, Message message);

    /**
     * Adds the acceptance of a delivery of this broker, of any destination and subscription. Its lease must last until
     * the commit.
     */
    void accept(Delivery delivery);

    /**
     * Adds that a subscription goes on from another place, as with {@link Broker#seek}. The place is found when {@link
     * #commitAsync()} is called: the messages of this transaction lie behind {@link StartPosition#LATEST}. A time is
     * looked up then by another thread, because that may take a while.
     *
     * <p>What is accepted in the same transaction is settled first; then the place decides alone: what lies behind it
     * is delivered again, accepted or not. Of two seeks of one subscription the last holds. Until the commit, nobody
     * notices; then it takes from consumers what they hold, those deliveries excepted that this transaction accepts,
     * waits for those whose disposition is on its way, and nothing is handed out until it is durable.
     *
     * @throws PenstockException.UnknownDestination if the destination does not exist
     * @throws PenstockException.UnknownSubscription if the subscription does not exist
     * @throws PenstockException.InvalidMessage if the transaction is full
     */
    void seek(String destination, String subscription, StartPosition position);

    /**
     * Adds that a schedule is made to exist, as with {@link Schedules#declare}: what it replaces and what its first
     * time is are decided at the commit. If that comes too late, because its end has passed, its destination is gone or
     * there are too many schedules, the commit fails with what {@link Schedules#declare} fails with.
     *
     * @throws PenstockException.InvalidConfiguration if the schedule is none that could be declared now
     * @throws PenstockException.UnknownDestination if the message's destination does not exist
     * @throws PenstockException.InvalidMessage if the message breaks a rule or a limit, or the transaction is full
     */
    void schedule(Schedule schedule);

    /**
     * Adds that a schedule is removed, as with {@link Schedules#cancel}. If somebody else has removed it before the
     * commit, that fails with {@link PenstockException.UnknownSchedule}. Until the commit the schedule goes on firing.
     *
     * @throws PenstockException.UnknownSchedule if there is none of that name, in the broker or in this transaction
     * @throws PenstockException.InvalidMessage if the transaction is full
     */
    void cancelSchedule(String name);

    /**
     * Makes it all happen, in one atomic step, and waits until it is durable. Fails, with nothing done, as the stage of
     * {@link #commitAsync} does.
     */
    default void commit() {
        Stages.await(commitAsync());
    }

    /**
     * Makes it all happen, in one atomic step. The stage fails with {@link PenstockException.LeaseLost} if a delivery's
     * lease has ended, with {@link PenstockException.Conflict} if another seek of a subscription is under way, and with
     * {@link PenstockException.UnknownSubscription} if one that it seeks in was removed: then nothing has happened, and
     * the transaction is rolled back. Consumers of a subscription that it seeks in may have lost their deliveries all
     * the same: those are handed out again, which counts as nothing.
     */
    CompletionStage<Void> commitAsync();

    /** Prepares it, and waits until that is durable; otherwise as {@link #prepareAsync}. */
    default void prepare(byte[] globalId) {
        Stages.await(prepareAsync(globalId));
    }

    /**
     * Makes it durable and certain that it can be committed, without making it happen: that, or the opposite, is
     * decided by {@link Broker#commitPrepared} or {@link Broker#rollbackPrepared}, perhaps after a restart. Until
     * then its messages are invisible, and its deliveries with nobody. If the stage fails, it is rolled back.
     * Numbered messages of producers cannot be prepared, and neither can seeks: until the end nothing of such a
     * subscription could be handed out. Schedules can: they go on as they are until the commit, which declares a
     * schedule whose end has passed meanwhile as one that has ended, and passes over one to cancel that is gone.
     *
     * @param globalId at least 1 byte and no more than the engine takes ({@link EngineLimit#GLOBAL_ID_BYTES}), which no
     *     other prepared transaction has
     */
    CompletionStage<Void> prepareAsync(byte[] globalId);

    /**
     * Rolls the transaction back, unless it has ended: then nothing happens, so that {@code try} with resources is
     * silent behind a commit.
     */
    @Override
    default void close() {
        try {
            rollback();
        } catch (IllegalStateException | PenstockException.TransactionTimedOut e) {
            // It has ended, which is what is asked for.
        }
    }

    /**
     * Rolls the transaction back. Its messages are forgotten, and its deliveries stay with their consumers, who must
     * settle them otherwise.
     *
     * @throws IllegalStateException if it has ended, by a commit, by being prepared, or by a roll-back before: whoever
     *     rolls back what was committed has to know that it was. Jakarta Transactions has the same rule
     * @throws PenstockException.TransactionTimedOut if it was rolled back before, since it took too long
     */
    void rollback();
}
