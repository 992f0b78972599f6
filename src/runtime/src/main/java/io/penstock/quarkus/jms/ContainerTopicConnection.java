package io.penstock.quarkus.jms;

import java.util.function.BooleanSupplier;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicSession;

/** A {@link ContainerConnection} with the topic methods of JMS 1.0. */
final class ContainerTopicConnection extends ContainerConnection<TopicConnection> implements TopicConnection {

    ContainerTopicConnection(TopicConnection connection, BooleanSupplier inTransaction) {
        super(connection, inTransaction);
    }

    @Override
    public TopicSession createTopicSession(boolean transacted, int mode) throws JMSException {
        return inTransaction()
                ? connection().createTopicSession(false, Session.AUTO_ACKNOWLEDGE)
                : connection().createTopicSession(transacted, mode);
    }

    @Override
    public ConnectionConsumer createConnectionConsumer(
            Topic topic, String selector, ServerSessionPool pool, int maxMessages) throws JMSException {
        return connection().createConnectionConsumer(topic, selector, pool, maxMessages);
    }
}
