package io.penstock.quarkus.jms;

import io.penstock.jms.spec.Failures;

import java.util.function.BooleanSupplier;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSException;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.Topic;

/** A connection that makes its sessions for the JTA transaction of the calling thread, if there is one. */
class ContainerConnection<C extends Connection> implements Connection {

    private final C connection;
    private final BooleanSupplier inTransaction;

    ContainerConnection(C connection, BooleanSupplier inTransaction) {
        this.connection = connection;
        this.inTransaction = inTransaction;
    }

    final C connection() {
        return connection;
    }

    /**
     * Whether the thread has a JTA transaction, so that the mode that is asked for does not matter.
     *
     * @throws JMSException if the thread's transaction takes no more work: a session would be outside of it
     */
    final boolean inTransaction() throws JMSException {
        try {
            return inTransaction.getAsBoolean();
        } catch (IllegalStateRuntimeException e) {
            throw Failures.caused(Failures.illegalState(e.getMessage()), e);
        }
    }

    @Override
    public Session createSession(boolean transacted, int mode) throws JMSException {
        return inTransaction() ? createSession() : connection.createSession(transacted, mode);
    }

    @Override
    public Session createSession(int mode) throws JMSException {
        return inTransaction() ? createSession() : connection.createSession(mode);
    }

    @Override
    public Session createSession() throws JMSException {
        inTransaction();
        return connection.createSession(Session.AUTO_ACKNOWLEDGE);
    }

    @Override
    public String getClientID() throws JMSException {
        return connection.getClientID();
    }

    @Override
    public void setClientID(String id) throws JMSException {
        connection.setClientID(id);
    }

    @Override
    public ConnectionMetaData getMetaData() throws JMSException {
        return connection.getMetaData();
    }

    @Override
    public ExceptionListener getExceptionListener() throws JMSException {
        return connection.getExceptionListener();
    }

    @Override
    public void setExceptionListener(ExceptionListener listener) throws JMSException {
        connection.setExceptionListener(listener);
    }

    @Override
    public void start() throws JMSException {
        connection.start();
    }

    @Override
    public void stop() throws JMSException {
        connection.stop();
    }

    @Override
    public void close() throws JMSException {
        connection.close();
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            Destination destination, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        return connection.createConnectionConsumer(destination, selector, pool, maxMessages);
    }

    @Override
    public ConnectionConsumer createSharedConnectionConsumer(
            Topic topic, String name, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        return connection.createSharedConnectionConsumer(topic, name, selector, pool, maxMessages);
    }

    @Override
    public ConnectionConsumer createDurableConnectionConsumer(
            Topic topic, String name, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        return connection.createDurableConnectionConsumer(topic, name, selector, pool, maxMessages);
    }

    @Override
    public ConnectionConsumer createSharedDurableConnectionConsumer(
            Topic topic, String name, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        return connection.createSharedDurableConnectionConsumer(topic, name, selector, pool, maxMessages);
    }
}
