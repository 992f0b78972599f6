package io.penstock.jms.destination;

import jakarta.jms.JMSException;

/** The owner is the connection that made a temporary destination, and may delete it. */
public interface Owner {

    /** Deletes a destination. Does nothing if it has been deleted, and fails while it has consumers. */
    void delete(String name) throws JMSException;
}
