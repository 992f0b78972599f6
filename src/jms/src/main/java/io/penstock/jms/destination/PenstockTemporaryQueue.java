package io.penstock.jms.destination;

import io.penstock.jms.session.ConnectionTemporaries;

import java.io.Serial;
import jakarta.jms.JMSException;
import jakarta.jms.TemporaryQueue;

/** The name of a temporary queue. */
public final class PenstockTemporaryQueue extends PenstockQueue implements TemporaryQueue {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Null if this came with a message or from another process: then one can send to it. */
    private final transient ConnectionTemporaries owner;

    /** @param owner null if it is not known */
    public PenstockTemporaryQueue(String name, ConnectionTemporaries owner) {
        super(name);
        this.owner = owner;
    }

    /** Fails while it has consumers. Does nothing if it has been deleted, or its connection closed. */
    @Override
    public void delete() throws JMSException {
        requireOwner(owner).delete(name());
    }
}
