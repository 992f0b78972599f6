package io.penstock.jms;

import io.penstock.Broker;
import io.penstock.jms.context.PenstockContext;
import io.penstock.jms.context.PenstockXaContext;
import io.penstock.jms.session.JmsOptions;
import io.penstock.jms.session.PenstockConnection;
import io.penstock.jms.session.PenstockXaConnection;
import io.penstock.jms.session.Provider;
import io.penstock.jms.spec.Domain;
import io.penstock.jms.spec.Failures;
import io.penstock.jms.spec.Unchecked;
import io.penstock.security.LoginRefused;
import io.penstock.spi.CountingBroker;

import java.time.InstantSource;
import java.util.concurrent.ThreadFactory;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.QueueConnection;
import jakarta.jms.TopicConnection;
import jakarta.jms.XAConnection;
import jakarta.jms.XAConnectionFactory;
import jakarta.jms.XAJMSContext;
import jakarta.jms.XAQueueConnection;
import jakarta.jms.XAQueueConnectionFactory;
import jakarta.jms.XATopicConnection;
import jakarta.jms.XATopicConnectionFactory;

/**
 * Makes connections to a broker. It is safe for use by any thread. The connections of a factory share its client
 * identifiers, so use one factory for a broker. Whoever opened the broker closes it.
 */
public final class PenstockConnectionFactory
        implements XAConnectionFactory,
                XAQueueConnectionFactory,
                XATopicConnectionFactory,
                ConnectionFactory,
                AutoCloseable {

    private final Provider provider;

    /** Makes a factory with {@link JmsOptions#DEFAULT}, which declares missing destinations and trusts no class. */
    public PenstockConnectionFactory(Broker broker) {
        this(broker, JmsOptions.DEFAULT);
    }

    public PenstockConnectionFactory(Broker broker, JmsOptions options) {
        this(broker, options, InstantSource.system(), PenstockConnectionFactory::daemon);
    }

    /**
     * Makes a factory with a clock and threads of the caller.
     *
     * @param threads makes a thread for each session that has listeners, one for each that sends asynchronously, and
     *     one while connections have exception listeners
     */
    public PenstockConnectionFactory(Broker broker, JmsOptions options, InstantSource clock, ThreadFactory threads) {
        this(Provider.of(broker, options, clock, threads));
    }

    private PenstockConnectionFactory(Provider provider) {
        this.provider = provider;
    }

    /** A factory whose connections have that client identifier. It shares everything else with this one. */
    public PenstockConnectionFactory withClientId(String id) {
        return new PenstockConnectionFactory(provider.withClientId(id));
    }

    /**
     * Closes all connections, and makes no more. It must not be called from a listener of theirs.
     *
     * @throws JMSException the first failure of a connection; the others are closed all the same
     */
    @Override
    public void close() throws JMSException {
        provider.connections().close();
    }

    /**
     * How many queues and topics were declared because a client of this factory was the first to name them. If it rises
     * when nothing new was deployed, a name may be mistyped: the log tells each of them.
     */
    public long declaredDestinations() {
        return provider.declaredDestinations();
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "penstock-jms");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public Connection createConnection() throws JMSException {
        return open(Domain.ANY, null, null);
    }

    @Override
    public Connection createConnection(String user, String password) throws JMSException {
        return open(Domain.ANY, user, password);
    }

    @Override
    public QueueConnection createQueueConnection() throws JMSException {
        return open(Domain.QUEUES, null, null);
    }

    @Override
    public QueueConnection createQueueConnection(String user, String password) throws JMSException {
        return open(Domain.QUEUES, user, password);
    }

    @Override
    public TopicConnection createTopicConnection() throws JMSException {
        return open(Domain.TOPICS, null, null);
    }

    @Override
    public TopicConnection createTopicConnection(String user, String password) throws JMSException {
        return open(Domain.TOPICS, user, password);
    }

    @Override
    public JMSContext createContext() {
        return createContext(JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        return createContext(null, null, sessionMode);
    }

    @Override
    public JMSContext createContext(String user, String password) {
        return createContext(user, password, JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(String user, String password, int sessionMode) {
        return Unchecked.call(() -> PenstockContext.open(open(Domain.ANY, user, password), sessionMode));
    }

    @Override
    public XAConnection createXAConnection() throws JMSException {
        return createXAConnection(null, null);
    }

    @Override
    public XAConnection createXAConnection(String user, String password) throws JMSException {
        return openXa(Domain.ANY, user, password);
    }

    @Override
    public XAQueueConnection createXAQueueConnection() throws JMSException {
        return createXAQueueConnection(null, null);
    }

    @Override
    public XAQueueConnection createXAQueueConnection(String user, String password) throws JMSException {
        return openXa(Domain.QUEUES, user, password);
    }

    @Override
    public XATopicConnection createXATopicConnection() throws JMSException {
        return createXATopicConnection(null, null);
    }

    @Override
    public XATopicConnection createXATopicConnection(String user, String password) throws JMSException {
        return openXa(Domain.TOPICS, user, password);
    }

    @Override
    public XAJMSContext createXAContext() {
        return createXAContext(null, null);
    }

    @Override
    public XAJMSContext createXAContext(String user, String password) {
        return Unchecked.call(() -> PenstockXaContext.open(openXa(Domain.ANY, user, password)));
    }

    private PenstockConnection open(Domain domain, String user, String password) throws JMSException {
        return opened(new PenstockConnection(providerOf(user, password), domain));
    }

    private PenstockXaConnection openXa(Domain domain, String user, String password) throws JMSException {
        return opened(new PenstockXaConnection(providerOf(user, password), domain));
    }

    private <C extends PenstockConnection> C opened(C connection) throws JMSException {
        provider.connections().add(connection);
        return connection;
    }

    /** @param user the user name; null for anonymous, which is the application itself */
    private Provider providerOf(String user, String password) throws JMSException {
        var options = provider.options();
        if (user == null) {
            if (!options.allowAnonymous()) {
                throw Failures.security("This connection factory wants a user name and a password.");
            }
            return provider;
        }
        if (options.access() == null) {
            throw Failures.security("The login of '" + user + "' is refused: this connection factory knows no users.");
        }
        try {
            var caller = options.access().login(user, password, "");
            return provider.seenBy(
                    options.access().view(CountingBroker.as(provider.broker(), "jms", user), caller), caller);
        } catch (LoginRefused e) {
            throw Failures.caused(Failures.security(e.getMessage()), e);
        }
    }
}
