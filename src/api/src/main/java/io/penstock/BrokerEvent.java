package io.penstock;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** A broker event tells something that a person may want to know. A later release may have more of them. */
public sealed interface BrokerEvent {

    /** The time when the event happened. */
    Instant at();

    /**
     * More dead letters came from a subscription than its {@link DeadLetterAlert} allows. The event is raised again
     * only after they had become fewer.
     *
     * @param letters within the window; one more than allowed
     */
    record DeadLettersRising(Instant at, String destination, String subscription, int letters, DeadLetterAlert alert)
            implements BrokerEvent {}

    /**
     * An alert began to fire, or was resolved. Of the {@link DeadLetterAlert} of a subscription it is told besides
     * {@link DeadLettersRising}.
     */
    record AlertChanged(Instant at, AlertState alert) implements BrokerEvent {}

    /**
     * Messages of a destination were thrown away for newer ones, since it was full ({@link Overflow#DISCARD_OLDEST}).
     * Told at most once a minute of each destination.
     *
     * @param messages since it was told before
     */
    record MessagesDiscarded(Instant at, String destination, long messages) implements BrokerEvent {}

    /**
     * A consumer was closed because what it read was deleted by force: it gets nothing any more.
     *
     * @param consumer its name
     */
    record ConsumerClosed(Instant at, String destination, String subscription, String consumer, String reason)
            implements BrokerEvent {}

    /**
     * An operation by hand is over: dead letters were put back or discarded, messages were purged, or a destination was
     * deleted.
     *
     * @param operation as it has ended, or was stopped
     */
    record OperationEnded(Instant at, OperationRecord operation) implements BrokerEvent {}

    /**
     * An event of one message. There may be many within a moment, so less room is kept for them than for the others:
     * see {@link Broker#events}.
     */
    sealed interface OfMessage extends BrokerEvent {

        /** The name of the destination that the message was sent to. */
        String destination();

        String subscription();

        String messageId();
    }

    /**
     * A message became a dead letter of a subscription, or was thrown away where the policy discards dead letters. It
     * is told of each such message: of those that consumers gave up, and of those that the broker did by itself, which
     * expired or were handed out too often. It is told when that is durable.
     *
     * @param partition of the message in its destination
     * @param offset of the message in its partition
     * @param description for a person; null if nothing was said
     * @param deadLetterQueue that has the letter; null if it was thrown away
     */
    record MessageDeadLettered(
            Instant at,
            String destination,
            String subscription,
            String messageId,
            int partition,
            long offset,
            DeadLetterReason reason,
            @Nullable String description,
            @Nullable String deadLetterQueue)
            implements OfMessage {}

    /**
     * A dead letter was put back to the subscription that it failed in. It is told when that is durable.
     *
     * @param deadLetterQueue that it was taken from
     * @param redrives how often that has happened to the message, this time included
     * @param operation the id of the operation that does it: {@link OperationRecord#id}
     */
    record MessageRedriven(
            Instant at,
            String destination,
            String subscription,
            String messageId,
            String deadLetterQueue,
            int redrives,
            long operation)
            implements OfMessage {}
}
