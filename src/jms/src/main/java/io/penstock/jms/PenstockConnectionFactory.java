package io.penstock.jms;

import io.penstock.Broker;

import java.time.InstantSource;
import java.util.concurrent.ThreadFactory;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;

/**
 * Makes connections to a broker. Safe for use by any thread. Connections of one factory share its client identifiers:
 * use one factory for a broker. Closing the broker is the caller's business.
 */
public final class PenstockConnectionFactory
        implements ConnectionFactory, QueueConnectionFactory, TopicConnectionFactory {

    private final Provider provider;

    /** Declares missing destinations and trusts no class: see {@link JmsOptions#DEFAULT}. */
    public PenstockConnectionFactory(Broker broker) {
        this(broker, JmsOptions.DEFAULT);
    }

    public PenstockConnectionFactory(Broker broker, JmsOptions options) {
        this(broker, options, InstantSource.system(), PenstockConnectionFactory::daemon);
    }

    /**
     * As the other constructors, with a clock and threads of the caller's.
     *
     * @param threads makes a thread for each session that has listeners, and one for each that sends asynchronously
     */
    public PenstockConnectionFactory(Broker broker, JmsOptions options, InstantSource clock, ThreadFactory threads) {
        provider = Provider.of(broker, options, clock, threads);
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "penstock-jms");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public Connection createConnection() throws JMSException {
        return open(Domain.ANY);
    }

    @Override
    public Connection createConnection(String user, String password) throws JMSException {
        return open(Domain.ANY, user);
    }

    @Override
    public QueueConnection createQueueConnection() throws JMSException {
        return open(Domain.QUEUES);
    }

    @Override
    public QueueConnection createQueueConnection(String user, String password) throws JMSException {
        return open(Domain.QUEUES, user);
    }

    @Override
    public TopicConnection createTopicConnection() throws JMSException {
        return open(Domain.TOPICS);
    }

    @Override
    public TopicConnection createTopicConnection(String user, String password) throws JMSException {
        return open(Domain.TOPICS, user);
    }

    @Override
    public JMSContext createContext() {
        return createContext(JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        return Unchecked.call(() -> PenstockContext.open(open(Domain.ANY), sessionMode));
    }

    @Override
    public JMSContext createContext(String user, String password) {
        return createContext(user, password, JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(String user, String password, int sessionMode) {
        return Unchecked.call(() -> PenstockContext.open(open(Domain.ANY, user), sessionMode));
    }

    private PenstockConnection open(Domain domain) throws JMSException {
        return new PenstockConnection(provider, domain);
    }

    private PenstockConnection open(Domain domain, String user) throws JMSException {
        if (user != null) {
            throw Failures.unsupported("Connecting as a user ('" + user + "')");
        }
        return open(domain);
    }
}
