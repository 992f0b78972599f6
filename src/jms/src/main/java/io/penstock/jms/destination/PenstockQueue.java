package io.penstock.jms.destination;

import io.penstock.DestinationKind;

import java.io.Serial;
import jakarta.jms.Queue;

/** The name of a queue. */
public sealed class PenstockQueue extends PenstockDestination implements Queue permits PenstockTemporaryQueue {

    @Serial
    private static final long serialVersionUID = 1L;

    /** @throws io.penstock.PenstockException.InvalidConfiguration if the name is invalid */
    public PenstockQueue(String name) {
        super(io.penstock.Destination.queue(name).build());
    }

    @Override
    public final String getQueueName() {
        return name();
    }

    @Override
    public final DestinationKind kind() {
        return DestinationKind.QUEUE;
    }
}
