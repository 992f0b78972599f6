package io.penstock;

import java.time.Instant;

/** Something about a broker that a person may want to know. */
public sealed interface BrokerEvent {

    /** When it happened. */
    Instant at();

    /**
     * More dead letters than its {@link DeadLetterAlert} allows came from a subscription. Told again only after they
     * had become fewer.
     *
     * @param letters within the window; one more than allowed
     */
    record DeadLettersRising(Instant at, String destination, String subscription, int letters, DeadLetterAlert alert)
            implements BrokerEvent {}
}
