package io.penstock.quarkus.jms;

import java.util.function.BooleanSupplier;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;

/** A {@link ContainerConnection} with the queue methods of JMS 1.0. */
final class ContainerQueueConnection extends ContainerConnection<QueueConnection> implements QueueConnection {

    ContainerQueueConnection(QueueConnection connection, BooleanSupplier inTransaction) {
        super(connection, inTransaction);
    }

    @Override
    public QueueSession createQueueSession(boolean transacted, int mode) throws JMSException {
        return inTransaction()
                ? connection().createQueueSession(false, Session.AUTO_ACKNOWLEDGE)
                : connection().createQueueSession(transacted, mode);
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            Queue queue, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        return connection().createConnectionConsumer(queue, selector, pool, maxMessages);
    }
}
