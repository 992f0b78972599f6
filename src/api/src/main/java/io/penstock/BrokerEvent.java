package io.penstock;

import java.time.Instant;

/** A broker event tells something that a person may want to know. */
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
}
