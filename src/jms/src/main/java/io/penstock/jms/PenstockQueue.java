package io.penstock.jms;

import io.penstock.DestinationKind;

import java.io.Serial;
import jakarta.jms.Queue;

/** The name of a queue. */
public final class PenstockQueue extends PenstockDestination implements Queue {

    @Serial
    private static final long serialVersionUID = 1L;

    /** @throws io.penstock.PenstockException.InvalidConfiguration if that is no valid name */
    public PenstockQueue(String name) {
        super(io.penstock.Destination.queue(name));
    }

    @Override
    public String getQueueName() {
        return name();
    }

    @Override
    DestinationKind kind() {
        return DestinationKind.QUEUE;
    }
}
