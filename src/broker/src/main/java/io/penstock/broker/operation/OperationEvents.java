package io.penstock.broker.operation;

import io.penstock.BrokerEvent;
import io.penstock.DeadLetterRecord;
import io.penstock.Message;
import io.penstock.broker.entry.StoredOperation;

import java.time.InstantSource;
import java.util.function.Consumer;

/** Tells listeners of events what operations by hand have done. It is safe for use by any thread. */
public final class OperationEvents {

    private final Consumer<BrokerEvent> events;
    private final InstantSource clock;

    public OperationEvents(Consumer<BrokerEvent> events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
    }

    /** @param operation that is over; null if it is forgotten already */
    void ended(StoredOperation operation) {
        if (operation != null) {
            events.accept(new BrokerEvent.OperationEnded(clock.instant(), operation.record()));
        }
    }

    void redriven(StoredOperation operation, Message letter) {
        var record = DeadLetterRecord.of(letter).orElseThrow();
        events.accept(new BrokerEvent.MessageRedriven(
                clock.instant(),
                record.originDestination(),
                record.originSubscription(),
                letter.id(),
                operation.destination(),
                record.redrives() + 1,
                operation.id()));
    }
}
