package io.penstock.jms.destination;

import java.io.Serial;
import jakarta.jms.JMSException;
import jakarta.jms.TemporaryTopic;

/** The name of a temporary topic, with the connection that may delete it. */
public final class PenstockTemporaryTopic extends PenstockTopic implements TemporaryTopic {

    @Serial
    private static final long serialVersionUID = 1L;

    /** The connection that may delete the topic; null if this object came with a message or from another process. */
    private final transient Owner owner;

    /** @param owner the connection that may delete the topic; null if it is not known */
    public PenstockTemporaryTopic(String name, Owner owner) {
        super(name);
        this.owner = owner;
    }

    /**
     * Deletes the topic. This fails while it has consumers, and has no effect if it was deleted or its connection was
     * closed.
     */
    @Override
    public void delete() throws JMSException {
        requireOwner(owner).delete(name());
    }
}
