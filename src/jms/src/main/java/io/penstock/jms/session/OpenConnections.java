package io.penstock.jms.session;

import io.penstock.jms.spec.Failures;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jakarta.jms.JMSException;

/** Keeps the open connections of a provider's factories, so that they can be closed with it. */
public final class OpenConnections {

    private final Set<PenstockConnection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Adds a connection. If the factory is closed, the connection is closed and the call fails. */
    public void add(PenstockConnection connection) throws JMSException {
        open.add(connection);
        if (closed) {
            connection.close();
            throw Failures.closed("connection factory");
        }
    }

    void remove(PenstockConnection connection) {
        open.remove(connection);
    }

    /** Closes all connections. Of several failures the first is thrown, after all connections have been tried. */
    public void close() throws JMSException {
        closed = true;
        JMSException first = null;
        for (var connection : open) {
            try {
                connection.close();
            } catch (JMSException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
