package io.penstock.jms.session;

import io.penstock.jms.spec.Failures;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jakarta.jms.JMSException;

/** Keeps the connections that the factories of one provider have made and nobody has closed, to close them with it. */
public final class OpenConnections {

    private final Set<PenstockConnection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Fails, and closes the connection, if the factory is closed. */
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

    /** Closes all; of several failures the first is thrown, and no connection is left out. */
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
