package io.penstock.jms.session;

import io.penstock.jms.spec.Domain;
import io.penstock.jms.spec.Failures;
import org.jboss.logging.Logger;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.ConnectionMetaData;
import jakarta.jms.Destination;
import jakarta.jms.ExceptionListener;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicSession;

/**
 * A client of the broker in this process. It has no socket, but the life cycle of a connection of the specification
 * (section 6.1).
 */
public class PenstockConnection implements QueueConnection, TopicConnection {

    private static final Logger LOG = Logger.getLogger(PenstockConnection.class);

    private final Provider provider;
    private final Domain domain;
    private final String name;
    private final ConnectionTemporaries temporaries;
    private final Set<PenstockSession> sessions = ConcurrentHashMap.newKeySet();
    private final Life life = new Life();
    private boolean started;
    private String clientId;

    /**
     * Whether the client identifier cannot be set any more. Calls that ask nothing of the broker do not count as use of
     * the connection: pools make them before the application can set the identifier.
     */
    private boolean clientIdFixed;

    private final Object reporting = new Object();
    private volatile ExceptionListener exceptionListener;

    public PenstockConnection(Provider provider, Domain domain) throws JMSException {
        this.provider = provider;
        this.domain = domain;
        name = provider.ids().next();
        temporaries = new ConnectionTemporaries(provider.broker());
        if (provider.options().clientId() != null) {
            claim(provider.options().clientId());
        }
    }

    @Override
    public Session createSession() throws JMSException {
        return createSession(Session.AUTO_ACKNOWLEDGE);
    }

    @Override
    public Session createSession(int mode) throws JMSException {
        return openSession(mode, Domain.ANY, true);
    }

    @Override
    public Session createSession(boolean transacted, int mode) throws JMSException {
        return openSession(mode(transacted, mode), Domain.ANY, true);
    }

    @Override
    public QueueSession createQueueSession(boolean transacted, int mode) throws JMSException {
        return openSession(mode(transacted, mode), Domain.QUEUES, true);
    }

    @Override
    public TopicSession createTopicSession(boolean transacted, int mode) throws JMSException {
        return openSession(mode(transacted, mode), Domain.TOPICS, true);
    }

    private static int mode(boolean transacted, int mode) throws JMSException {
        if (!transacted && mode == Session.SESSION_TRANSACTED) {
            throw Failures.invalid("A session that is not transacted cannot have the mode SESSION_TRANSACTED.");
        }
        return transacted ? Session.SESSION_TRANSACTED : mode;
    }

    /**
     * Opens a session.
     *
     * @param use whether this counts as use of the connection, after which its client identifier is fixed
     */
    public synchronized PenstockSession openSession(int mode, Domain domain, boolean use) throws JMSException {
        requireOpen();
        if (mode < Session.SESSION_TRANSACTED || mode > Session.DUPS_OK_ACKNOWLEDGE) {
            throw Failures.invalid(mode + " is no session mode: use SESSION_TRANSACTED (0),"
                    + " AUTO_ACKNOWLEDGE (1), CLIENT_ACKNOWLEDGE (2) or DUPS_OK_ACKNOWLEDGE (3).");
        }
        return add(new PenstockSession(this, provider, mode, domain), use);
    }

    /**
     * Opens an XA session.
     *
     * @param use whether this counts as use of the connection, after which its client identifier is fixed
     */
    public synchronized PenstockXaSession openXaSession(Domain domain, boolean use) throws JMSException {
        requireOpen();
        return add(PenstockXaSession.of(this, provider, domain), use);
    }

    private <S extends PenstockSession> S add(S session, boolean use) {
        clientIdFixed |= use;
        sessions.add(session);
        if (started) {
            session.start();
        }
        return session;
    }

    /** Notes that the connection has been used, after which its client identifier is fixed. */
    public synchronized void used() {
        clientIdFixed = true;
    }

    ConnectionTemporaries temporaries() {
        return temporaries;
    }

    void closed(PenstockSession session) {
        sessions.remove(session);
    }

    /** The client identifier; null if there is none. */
    synchronized String clientId() {
        clientIdFixed = true;
        return clientId;
    }

    /**
     * The origin that is written on its messages to topics. Connections of one client identifier are the same to a
     * durable subscription that leaves out its own messages (section 8.3.3).
     */
    String origin() {
        String id = clientId();
        return id == null ? name : id;
    }

    @Override
    public synchronized String getClientID() throws JMSException {
        requireOpen();
        return clientId;
    }

    @Override
    public synchronized void setClientID(String id) throws JMSException {
        requireOpen();
        if (clientIdFixed) {
            throw Failures.illegalState("The client identifier cannot be set: it is set already, or the connection has"
                    + " been used. Set it once, before anything else.");
        }
        claim(id);
    }

    private void claim(String id) throws JMSException {
        provider.clientIds().claim(id);
        clientId = id;
        clientIdFixed = true;
    }

    @Override
    public synchronized ConnectionMetaData getMetaData() throws JMSException {
        requireOpen();
        return new ConnectionDescription();
    }

    @Override
    public synchronized ExceptionListener getExceptionListener() throws JMSException {
        requireOpen();
        return exceptionListener;
    }

    /** Sets the exception listener, which is also told when the broker is closed or fails. */
    @Override
    public synchronized void setExceptionListener(ExceptionListener listener) throws JMSException {
        requireOpen();
        exceptionListener = listener;
        if (listener == null) {
            provider.watch().remove(this);
        } else {
            provider.watch().add(this);
        }
    }

    /**
     * Tells the exception listener a problem that no call of the client reports; one problem at a time (section 6.1.7).
     */
    void report(JMSException problem) {
        var listener = exceptionListener;
        if (listener == null) {
            LOG.warn("A connection without an exception listener had a problem", problem);
            return;
        }
        try {
            synchronized (reporting) {
                listener.onException(problem);
            }
        } catch (Throwable e) {
            // Errors are caught too, because the thread that reports has to go on.
            LOG.warn("An exception listener failed", e);
        }
    }

    @Override
    public synchronized void start() throws JMSException {
        use();
        started = true;
        sessions.forEach(PenstockSession::start);
    }

    /**
     * Stops deliveries; when it has returned, no receive returns with a message. It waits for running message
     * listeners, so it must not be called from one. A completion listener may call it (section 7.3.4); then it does not
     * wait for the message listener of the same session, which may wait for the completion listener.
     */
    @Override
    public void stop() throws JMSException {
        if (sessions.stream().anyMatch(PenstockSession::isInListener)) {
            throw Failures.illegalState("A listener must not stop its own connection.");
        }
        synchronized (this) {
            use();
            started = false;
        }
        sessions.forEach(PenstockSession::stop);
    }

    /**
     * Closes the sessions, and deletes temporary destinations. It waits for running listeners, so it must not be called
     * from one, and until they return they may use the connection and all its sessions (section 6.1.8). A caller that
     * comes while another thread closes the connection, or a session of it, waits for that.
     */
    @Override
    public void close() throws JMSException {
        if (isInCallback()) {
            throw Failures.illegalState("A listener must not close its own connection.");
        }
        if (!life.beginClosing()) {
            life.awaitEnd();
            return;
        }
        try {
            sessions.forEach(PenstockSession::beginClosing);
            sessions.forEach(PenstockSession::awaitQuiet);
            end();
        } finally {
            life.ended();
        }
    }

    private void end() throws JMSException {
        synchronized (this) {
            // This comes after the listeners, which may have opened sessions until they returned.
            life.closed();
        }
        JMSException first = null;
        for (var session : sessions) {
            try {
                session.close();
            } catch (JMSException e) {
                first = first == null ? e : first;
            }
        }
        try {
            temporaries.close();
        } catch (JMSException e) {
            first = first == null ? e : first;
        }
        if (clientId != null) {
            provider.clientIds().release(clientId);
        }
        provider.watch().remove(this);
        provider.connections().remove(this);
        if (first != null) {
            throw first;
        }
    }

    private boolean isInCallback() {
        return sessions.stream().anyMatch(PenstockSession::isInCallback);
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            Destination destination, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        throw connectionConsumers();
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            Queue queue, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        throw connectionConsumers();
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            Topic topic, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        throw connectionConsumers();
    }

    @Override
    public ConnectionConsumer createSharedConnectionConsumer(
            Topic topic, String name, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        domain.requireTopics();
        throw connectionConsumers();
    }

    @Override
    public ConnectionConsumer createDurableConnectionConsumer(
            Topic topic, String name, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        domain.requireTopics();
        throw connectionConsumers();
    }

    @Override
    public ConnectionConsumer createSharedDurableConnectionConsumer(
            Topic topic, String name, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        domain.requireTopics();
        throw connectionConsumers();
    }

    private synchronized JMSException connectionConsumers() throws JMSException {
        use();
        return Failures.unsupported("A connection consumer (an optional facility for application servers)");
    }

    private void use() throws JMSException {
        requireOpen();
        clientIdFixed = true;
    }

    /** Whether the connection is closed for the calling thread. */
    boolean isClosed() {
        return life.isOver(this::isInCallback);
    }

    private void requireOpen() throws JMSException {
        if (isClosed()) {
            throw Failures.closed("connection");
        }
    }
}
