package io.penstock.embedded;

import io.penstock.Broker;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.jms.PenstockConnectionFactory;
import io.penstock.jms.session.JmsOptions;
import org.jboss.logging.Logger;

import java.nio.file.Path;
import java.util.Optional;
import jakarta.jms.JMSException;

/**
 * Runs a broker, and the Jakarta Messaging provider on it.
 *
 * <pre>{@code
 * try (var penstock = PenstockJms.start(Path.of("data"))) {
 *     ConnectionFactory factory = penstock.connectionFactory();
 *     ...
 * }
 * }</pre>
 *
 * <p>One broker runs on a directory at a time; started again on the same one, in this process or another, it finds
 * everything as it was. Safe for use by any thread.
 */
public final class PenstockJms implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(PenstockJms.class);

    private final Path directory;
    private final Broker broker;
    private final PenstockConnectionFactory connectionFactory;

    private PenstockJms(BrokerOptions brokerOptions, JmsOptions jmsOptions) {
        directory = Running.normal(brokerOptions.requireDirectory());
        broker = EmbeddedBroker.open(brokerOptions);
        connectionFactory = new PenstockConnectionFactory(broker, jmsOptions);
    }

    /**
     * Starts on a directory, which is created if it does not exist, with the default options: messages are forced to
     * the disk before their senders are told.
     *
     * @throws io.penstock.PenstockException.StorageUnusable if another broker runs there
     */
    public static PenstockJms start(Path directory) {
        return start(BrokerOptions.in(directory), JmsOptions.DEFAULT);
    }

    /** Starts a broker as {@link #start(Path)} does, with these options. */
    public static PenstockJms start(BrokerOptions broker, JmsOptions jms) {
        return Running.add(broker.requireDirectory(), () -> new PenstockJms(broker, jms));
    }

    /** The one that runs on that directory in this process: started by {@link #start}, or by a JNDI look-up. */
    public static Optional<PenstockJms> running(Path directory) {
        return Running.find(directory);
    }

    /** Serves as factory of queues, of topics and for XA too; always the same. */
    public PenstockConnectionFactory connectionFactory() {
        return connectionFactory;
    }

    /** The broker, for what Jakarta Messaging has no words for: partitions, statistics, dead letters. */
    public Broker broker() {
        return broker;
    }

    /**
     * Closes all connections, which rolls back their transactions, and then the broker. Must not be called from a
     * message listener. Closing again does nothing.
     */
    @Override
    public void close() {
        // First nobody finds it any more. Until it has stopped, the directory's lock refuses another one.
        if (!Running.remove(directory, this)) {
            return;
        }
        try {
            connectionFactory.close();
        } catch (JMSException e) {
            // The broker gives back what a connection could not: nothing is lost.
            LOG.warnf("A connection was not closed in order: %s", e.getMessage());
        } finally {
            broker.close();
        }
    }

    @Override
    public String toString() {
        return "PenstockJms[" + directory + "]";
    }
}
