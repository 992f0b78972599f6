package io.penstock.jms;

import io.penstock.DestinationKind;

import java.io.Serial;
import jakarta.jms.Topic;

/** The name of a topic. */
public final class PenstockTopic extends PenstockDestination implements Topic {

    @Serial
    private static final long serialVersionUID = 1L;

    /** @throws io.penstock.PenstockException.InvalidConfiguration if that is no valid name */
    public PenstockTopic(String name) {
        super(io.penstock.Destination.topic(name));
    }

    @Override
    public String getTopicName() {
        return name();
    }

    @Override
    DestinationKind kind() {
        return DestinationKind.TOPIC;
    }
}
