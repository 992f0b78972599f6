package io.penstock.broker.event;

import io.penstock.BrokerEvent;
import io.penstock.DeadLetterAlert;

import java.util.function.Consumer;

/** Tells of the dead letters of a subscription, and when there are too many. It belongs to the subscription's loop. */
public final class DeathNotices {

    private final DeathWatch watch = new DeathWatch();
    private final Consumer<BrokerEvent> events;

    public DeathNotices(Consumer<BrokerEvent> events) {
        this.events = events;
    }

    /**
     * A message is dead.
     *
     * @param alert null if there is none; it counts what has become a dead letter, not what was thrown away
     */
    public void died(BrokerEvent.MessageDeadLettered death, DeadLetterAlert alert) {
        events.accept(death);
        if (death.deadLetterQueue() != null && watch.died(alert, death.at().toEpochMilli())) {
            events.accept(new BrokerEvent.DeadLettersRising(
                    death.at(), death.destination(), death.subscription(), alert.moreThan() + 1, alert));
        }
    }
}
