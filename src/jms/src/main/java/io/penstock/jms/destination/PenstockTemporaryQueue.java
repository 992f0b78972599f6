package io.penstock.jms.destination;

import java.io.Serial;
import jakarta.jms.JMSException;
import jakarta.jms.TemporaryQueue;

/** The name of a temporary queue, with the connection that may delete it. */
public final class PenstockTemporaryQueue extends PenstockQueue implements TemporaryQueue {

    @Serial
    private static final long serialVersionUID = 1L;

    /** The connection that may delete the queue; null if this object came with a message or from another process. */
    private final transient Owner owner;

    /** @param owner the connection that may delete the queue; null if it is not known */
    public PenstockTemporaryQueue(String name, Owner owner) {
        super(name);
        this.owner = owner;
    }

    /**
     * Deletes the queue. This fails while it has consumers, and has no effect if it was deleted or its connection was
     * closed.
     */
    @Override
    public void delete() throws JMSException {
        requireOwner(owner).delete(name());
    }
}
