package com.acme.orders;

import java.util.UUID;
import java.util.concurrent.TimeUnit;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.transaction.Transactional;

/**
 * Asks for prices by request and reply, with the interfaces of JMS 1.0: one question at a time, answered in a queue of
 * this client.
 */
@ApplicationScoped
public class PriceClient {

    private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(10);

    @Resource(mappedName = "java:/ConnectionFactory")
    QueueConnectionFactory factory;

    @Resource(lookup = "java:/jms/queue/PriceRequests")
    Queue requests;

    @Resource(lookup = "java:/jms/queue/PriceReplies")
    Queue replies;

    /**
     * Asks for the price of an item, outside the caller's transaction: a request that waits for a commit gets no reply
     * before it.
     */
    @Transactional(Transactional.TxType.NOT_SUPPORTED)
    public synchronized int priceOf(String item) throws JMSException {
        try (var connection = factory.createQueueConnection();
                var session = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            var request = session.createTextMessage(item);
            request.setJMSReplyTo(replies);
            request.setJMSCorrelationID(UUID.randomUUID().toString());
            session.createSender(requests).send(request);
            return answerTo(request.getJMSCorrelationID(), session);
        }
    }

    private int answerTo(String question, QueueSession session) throws JMSException {
        var receiver = session.createReceiver(replies);
        while (receiver.receive(PATIENCE_MILLIS) instanceof TextMessage reply) {
            // A reply that an earlier question did not wait for is of no use to anybody.
            if (question.equals(reply.getJMSCorrelationID())) {
                return Integer.parseInt(reply.getText());
            }
        }
        throw new JMSException("There was no reply within " + PATIENCE_MILLIS + " ms");
    }
}
