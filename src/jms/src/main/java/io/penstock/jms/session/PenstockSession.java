package io.penstock.jms.session;

import io.penstock.Consumer;
import io.penstock.DeliveryHandler;
import io.penstock.jms.destination.PenstockDestination;
import io.penstock.jms.destination.PenstockQueue;
import io.penstock.jms.destination.PenstockTopic;
import io.penstock.jms.message.MessageKind;
import io.penstock.jms.message.PenstockMessage;
import io.penstock.jms.spec.Domain;
import io.penstock.jms.spec.ErrorCode;
import io.penstock.jms.spec.Failures;
import io.penstock.jms.spec.Unchecked;
import io.penstock.jms.subscription.Selector;
import io.penstock.jms.subscription.SubscriptionName;
import io.penstock.jms.subscription.SubscriptionName.Kind;
import io.penstock.jms.subscription.Subscriptions;
import org.jboss.logging.Logger;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TemporaryTopic;
import jakarta.jms.Topic;

/**
 * Makes producers and consumers and holds what they share, such as a transaction (section 6.2). It is used by one
 * thread at a time, except for {@link #close()}; listeners run on one thread of the session.
 */
public class PenstockSession implements DomainSession {

    private static final Logger LOG = Logger.getLogger(PenstockSession.class);

    private final PenstockConnection connection;
    private final Provider provider;
    private final int mode;
    private final Domain domain;
    private final DeliveryGate gate = new DeliveryGate();
    private final Map<ConsumerInbox, PenstockConsumer> consumers = new ConcurrentHashMap<>();
    private final AtomicBoolean listening = new AtomicBoolean();
    private final Life life = new Life();
    private final SessionWork work;
    private final AsyncSends asyncSends;
    private final SessionOutbox outbox;

    /** No other session has it. */
    private final String name;

    PenstockSession(PenstockConnection connection, Provider provider, int mode, Domain domain) {
        this(connection, provider, mode, domain, gate -> new SessionWork(provider, mode, gate));
    }

    /** @param works makes the part that keeps what the session sends and consumes */
    PenstockSession(
            PenstockConnection connection,
            Provider provider,
            int mode,
            Domain domain,
            Function<DeliveryGate, SessionWork> works) {
        this.connection = connection;
        this.provider = provider;
        this.mode = mode;
        this.domain = domain;
        name = provider.ids().next();
        work = works.apply(gate);
        asyncSends = new AsyncSends(provider.threads());
        outbox = new SessionOutbox(connection, provider, work, asyncSends);
    }

    /** Joins a subscription for a new consumer. */
    @FunctionalInterface
    private interface Joining {
        Consumer join(Subscriptions.Joiner joiner, DeliveryHandler inbox) throws JMSException;
    }

    Provider provider() {
        return provider;
    }

    SessionWork work() {
        return work;
    }

    public SessionOutbox outbox() {
        return outbox;
    }

    /**
     * Whether the session is closed for the calling thread, or its connection is. A thread that runs a listener may use
     * it until that returns.
     */
    public boolean isClosed() {
        return life.isOver(this::isInCallback) || connection.isClosed();
    }

    boolean mayDeliver() {
        return gate.isStarted();
    }

    /** Whether the calling thread runs a message listener of this session. */
    boolean isInListener() {
        return gate.isHandler();
    }

    /** Whether the calling thread runs a message listener or a completion listener of this session. */
    boolean isInCallback() {
        return gate.isHandler() || asyncSends.isTelling();
    }

    void start() {
        gate.start();
    }

    /**
     * Stops deliveries. In a completion listener, this does not wait for the message listener, which may wait for the
     * completion listener.
     */
    void stop() {
        gate.stop(asyncSends.isTelling());
    }

    /** Ends delivery, without waiting for running listeners. */
    void beginClosing() {
        gate.beginClosing();
    }

    /** Waits for message listeners and completion listeners. */
    void awaitQuiet() {
        gate.awaitQuiet();
        asyncSends.drain();
    }

    void closed(PenstockConsumer consumer) {
        consumers.remove(consumer.inbox());
    }

    /** Waits for asynchronous sends and their listeners, from one of which this must not be called. */
    void drainAsyncSends(String purpose) throws JMSException {
        if (asyncSends.isTelling()) {
            throw Failures.illegalState("A completion listener must not " + purpose + ".");
        }
        asyncSends.drain();
    }

    /** Starts the thread for listeners, if it does not run. */
    void startListening() {
        if (listening.compareAndSet(false, true)) {
            var loop = new ListenerLoop(gate, consumers::get, connection::report);
            provider.threads().newThread(loop).start();
        }
    }

    @Override
    public PenstockMessage newMessage(MessageKind kind) throws JMSException {
        requireOpen();
        return kind.create(provider.trusted());
    }

    @Override
    public boolean getTransacted() throws JMSException {
        requireOpen();
        return work.isTransacted();
    }

    @Override
    public int getAcknowledgeMode() throws JMSException {
        requireOpen();
        return mode;
    }

    public void acknowledge() throws JMSException {
        requireOpen();
        work.acknowledge();
    }

    @Override
    public void commit() throws JMSException {
        requireTransaction("commit");
        drainAsyncSends("commit");
        work.commit();
    }

    @Override
    public void rollback() throws JMSException {
        requireTransaction("roll back");
        drainAsyncSends("roll back");
        work.rollback();
    }

    @Override
    public void recover() throws JMSException {
        requireOpen();
        if (work.isTransacted()) {
            throw Failures.illegalState("A transacted session is rolled back, not recovered.");
        }
        work.recover();
    }

    private void requireTransaction(String purpose) throws JMSException {
        requireOpen();
        if (!work.isTransacted()) {
            throw Failures.illegalState("The session has no transaction to " + purpose + ".");
        }
    }

    /**
     * Closes the session: a transaction is rolled back, and messages that are not acknowledged are released. It waits
     * for listeners that run, and until they return they may use the session (section 6.2.15).
     */
    @Override
    public void close() throws JMSException {
        if (isInCallback()) {
            throw Failures.illegalState("A listener must not close its own session.");
        }
        if (!life.beginClosing()) {
            life.awaitEnd();
            return;
        }
        try {
            beginClosing();
            gate.awaitQuiet();
            asyncSends.close();
            life.closed();
            closing(work::close);
            for (var consumer : consumers.values()) {
                closing(consumer::close);
            }
        } finally {
            life.ended();
            connection.closed(this);
        }
    }

    /**
     * Runs a step of closing. A failure to release messages does not matter: a broker that is gone delivers them again
     * after its next start.
     */
    private static void closing(Unchecked.Action step) {
        try {
            step.run();
        } catch (JMSException | RuntimeException e) {
            LOG.warnf("A session was closed and could not settle its last messages: %s", e.getMessage());
        }
    }

    @Override
    public PenstockProducer createProducer(Destination destination) throws JMSException {
        requireOpen();
        return new PenstockProducer(
                this,
                destination == null ? null : allowed(provider.destinations().target(destination)));
    }

    @Override
    public PenstockConsumer createConsumer(Destination destination, String selector, boolean noLocal)
            throws JMSException {
        requireOpen();
        var found = resolve(destination);
        connection.temporaries().requireOwn(found);
        if (found instanceof PenstockTopic topic) {
            var name = new SubscriptionName(
                    Kind.NON_DURABLE, connection.clientId(), provider.ids().next());
            return subscribe(topic, name, selector, noLocal);
        }
        // Only topics know an origin that is left out.
        var queue = (PenstockQueue) found;
        var selected = selector(queue, selector, false);
        return consumer(
                queue, selected, (joiner, inbox) -> provider.subscriptions().join(queue, selected, joiner, inbox));
    }

    @Override
    public MessageConsumer createSharedConsumer(Topic topic, String name, String selector) throws JMSException {
        return subscribe(topic, Kind.SHARED, name, selector, false);
    }

    @Override
    public PenstockConsumer createDurableConsumer(Topic topic, String name, String selector, boolean noLocal)
            throws JMSException {
        requireOpen();
        domain.requireTopics();
        if (topic == null) {
            throw Failures.invalidDestination("No topic was given.");
        }
        if (connection.clientId() == null) {
            throw Failures.illegalState(
                    "An unshared durable subscription needs a connection with a client identifier.");
        }
        return subscribe(topic, Kind.DURABLE, name, selector, noLocal);
    }

    @Override
    public MessageConsumer createSharedDurableConsumer(Topic topic, String name, String selector) throws JMSException {
        return subscribe(topic, Kind.SHARED_DURABLE, name, selector, false);
    }

    private PenstockConsumer subscribe(Topic topic, Kind kind, String name, String selector, boolean noLocal)
            throws JMSException {
        requireOpen();
        domain.requireTopics();
        var found = provider.destinations().existingTopic(topic);
        connection.temporaries().requireOwn(found);
        if (kind.durable() && found.isTemporary()) {
            throw Failures.invalidDestination(found + " is temporary: it can have no durable subscription.");
        }
        return subscribe(
                found, new SubscriptionName(kind, connection.clientId(), requireName(name)), selector, noLocal);
    }

    private PenstockConsumer subscribe(PenstockTopic topic, SubscriptionName name, String selector, boolean noLocal)
            throws JMSException {
        var selected = selector(topic, selector, noLocal);
        return consumer(
                topic,
                selected,
                (joiner, inbox) -> provider.subscriptions().join(topic, name, selected, joiner, inbox));
    }

    private Selector selector(PenstockDestination destination, String text, boolean noLocal) throws JMSException {
        var selector = new Selector(text, noLocal ? connection.origin() : null);
        selector.requireValid(provider.broker(), destination);
        return selector;
    }

    private PenstockConsumer consumer(PenstockDestination destination, Selector selector, Joining joining)
            throws JMSException {
        var inbox = new ConsumerInbox(gate, provider, connection::report);
        var member =
                joining.join(new Subscriptions.Joiner("jms-" + provider.ids().next(), name), inbox);
        var consumer = new PenstockConsumer(this, destination, selector, inbox);
        consumers.put(inbox, consumer);
        inbox.open(member);
        return consumer;
    }

    @Override
    public void unsubscribe(String name) throws JMSException {
        requireOpen();
        domain.requireTopics();
        provider.subscriptions().unsubscribe(connection.clientId(), requireName(name));
    }

    @Override
    public QueueBrowser createBrowser(Queue queue, String selector) throws JMSException {
        requireOpen();
        domain.requireQueues();
        var own = (PenstockQueue) provider.destinations().existing(queue);
        return new PenstockBrowser(this, own, selector(own, selector, false));
    }

    @Override
    public Queue createQueue(String name) throws JMSException {
        requireOpen();
        domain.requireQueues();
        return PenstockDestination.validQueue(name);
    }

    @Override
    public Topic createTopic(String name) throws JMSException {
        requireOpen();
        domain.requireTopics();
        return PenstockDestination.validTopic(name);
    }

    @Override
    public TemporaryQueue createTemporaryQueue() throws JMSException {
        requireOpen();
        domain.requireQueues();
        return connection.temporaries().queue();
    }

    @Override
    public TemporaryTopic createTemporaryTopic() throws JMSException {
        requireOpen();
        domain.requireTopics();
        return connection.temporaries().topic();
    }

    /** Always null: see {@link #setMessageListener}. */
    @Override
    public MessageListener getMessageListener() throws JMSException {
        requireOpen();
        return null;
    }

    /**
     * Refuses a listener of the whole session, which is for session pools of application servers (chapter 11). To set
     * null is allowed: pools of connections do that to every session that they put back.
     */
    @Override
    public void setMessageListener(MessageListener listener) throws JMSException {
        requireOpen();
        if (listener != null) {
            throw Failures.unsupported("A message listener of a whole session");
        }
    }

    @Override
    public void run() {
        throw new JMSRuntimeException(
                "Running a session by an application server is not supported yet.", ErrorCode.NOT_SUPPORTED.name());
    }

    private PenstockDestination resolve(Destination destination) throws JMSException {
        return allowed(provider.destinations().existing(destination));
    }

    private PenstockDestination allowed(PenstockDestination found) throws JMSException {
        if (found instanceof PenstockTopic) {
            domain.requireTopics();
        } else {
            domain.requireQueues();
        }
        return found;
    }

    private static String requireName(String name) throws JMSException {
        if (name == null || name.isEmpty()) {
            throw Failures.invalid("A subscription needs a name.");
        }
        return name;
    }

    final void requireOpen() throws JMSException {
        if (isClosed()) {
            throw Failures.closed("session");
        }
    }
}
