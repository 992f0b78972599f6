package io.penstock.jms.destination;

import io.penstock.DestinationKind;

import java.io.Serial;
import jakarta.jms.Queue;

/** Names a queue. */
public sealed class PenstockQueue extends PenstockDestination implements Queue permits PenstockTemporaryQueue {

    @Serial
    private static final long serialVersionUID = 1L;

    /** @throws io.penstock.PenstockException.InvalidConfiguration if that is no valid name */
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
