package io.penstock.jms.destination;

import jakarta.jms.JMSException;

/** The connection that made a temporary destination, and that may delete it. */
public interface Owner {

    /** Deletes a temporary destination. This has no effect if it has been deleted, and fails while it has consumers. */
    void delete(String name) throws JMSException;
}
