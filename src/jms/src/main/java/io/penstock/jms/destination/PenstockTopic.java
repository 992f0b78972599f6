package io.penstock.jms.destination;

import io.penstock.DestinationKind;

import java.io.Serial;
import jakarta.jms.Topic;

/** The name of a topic. */
public sealed class PenstockTopic extends PenstockDestination implements Topic permits PenstockTemporaryTopic {

    @Serial
    private static final long serialVersionUID = 1L;

    /** @throws io.penstock.PenstockException.InvalidConfiguration if the name is invalid */
    public PenstockTopic(String name) {
        super(io.penstock.Destination.topic(name).build());
    }

    @Override
    public final String getTopicName() {
        return name();
    }

    @Override
    public final DestinationKind kind() {
        return DestinationKind.TOPIC;
    }
}
