package io.penstock.jms.destination;

import java.io.Serial;
import jakarta.jms.JMSException;
import jakarta.jms.TemporaryTopic;

/** Names a temporary topic. */
public final class PenstockTemporaryTopic extends PenstockTopic implements TemporaryTopic {

    @Serial
    private static final long serialVersionUID = 1L;

    /** The connection that may delete it; null if this came with a message or from another process. */
    private final transient Owner owner;

    /** @param owner null if it is not known */
    public PenstockTemporaryTopic(String name, Owner owner) {
        super(name);
        this.owner = owner;
    }

    /** Fails while it has consumers. Does nothing if it has been deleted, or its connection closed. */
    @Override
    public void delete() throws JMSException {
        requireOwner(owner).delete(name());
    }
}
