package io.penstock.broker.event;

import io.penstock.BrokerEvent;
import io.penstock.DeadLetterAlert;
import org.jspecify.annotations.Nullable;

/** Is told of each message that has died. */
public interface DeathNotices {

    /**
     * A message is dead. It is called on the loop of the subscription, and does not block.
     *
     * @param alert of the subscription; null if it has none
     */
    void died(BrokerEvent.MessageDeadLettered death, @Nullable DeadLetterAlert alert);
}
