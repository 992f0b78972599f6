package io.penstock.quarkus.jms;

import io.penstock.jms.PenstockConnectionFactory;

import java.util.function.BooleanSupplier;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;

/**
 * A connection factory for code that a container runs. In a JTA transaction its sessions belong to the transaction,
 * whatever mode they are asked for (section 12.3 of the specification): they acknowledge automatically, and what they
 * send and acknowledge takes effect with the commit.
 */
final class ContainerConnectionFactory implements ConnectionFactory, QueueConnectionFactory, TopicConnectionFactory {

    private final PenstockConnectionFactory factory;
    private final BooleanSupplier inTransaction;
    private final String user;
    private final String password;

    /** @param user the user of connections that are asked for without a name; null for none */
    ContainerConnectionFactory(
            PenstockConnectionFactory factory, BooleanSupplier inTransaction, String user, String password) {
        this.factory = factory;
        this.inTransaction = inTransaction;
        this.user = user;
        this.password = password;
    }

    @Override
    public Connection createConnection() throws JMSException {
        return createConnection(user, password);
    }

    @Override
    public Connection createConnection(String name, String secret) throws JMSException {
        var connection = name == null ? factory.createConnection() : factory.createConnection(name, secret);
        return new ContainerConnection<>(connection, inTransaction);
    }

    @Override
    public QueueConnection createQueueConnection() throws JMSException {
        return createQueueConnection(user, password);
    }

    @Override
    public QueueConnection createQueueConnection(String name, String secret) throws JMSException {
        return new ContainerQueueConnection(
                name == null ? factory.createQueueConnection() : factory.createQueueConnection(name, secret),
                inTransaction);
    }

    @Override
    public TopicConnection createTopicConnection() throws JMSException {
        return createTopicConnection(user, password);
    }

    @Override
    public TopicConnection createTopicConnection(String name, String secret) throws JMSException {
        return new ContainerTopicConnection(
                name == null ? factory.createTopicConnection() : factory.createTopicConnection(name, secret),
                inTransaction);
    }

    @Override
    public JMSContext createContext() {
        return createContext(JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        return createContext(user, password, sessionMode);
    }

    @Override
    public JMSContext createContext(String name, String secret) {
        return createContext(name, secret, JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(String name, String secret, int sessionMode) {
        int mode = inTransaction.getAsBoolean() ? JMSContext.AUTO_ACKNOWLEDGE : sessionMode;
        return name == null ? factory.createContext(mode) : factory.createContext(name, secret, mode);
    }
}
