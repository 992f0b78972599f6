package io.penstock.jms.session;

import io.penstock.jms.spec.Domain;

import jakarta.jms.JMSException;
import jakarta.jms.XAQueueConnection;
import jakarta.jms.XAQueueSession;
import jakarta.jms.XASession;
import jakarta.jms.XATopicConnection;
import jakarta.jms.XATopicSession;

/** A connection that also makes sessions for distributed transactions (section 11.3). */
public final class PenstockXaConnection extends PenstockConnection implements XAQueueConnection, XATopicConnection {

    public PenstockXaConnection(Provider provider, Domain domain) throws JMSException {
        super(provider, domain);
    }

    @Override
    public XASession createXASession() throws JMSException {
        return openXaSession(Domain.ANY, true);
    }

    @Override
    public XAQueueSession createXAQueueSession() throws JMSException {
        return openXaSession(Domain.QUEUES, true);
    }

    @Override
    public XATopicSession createXATopicSession() throws JMSException {
        return openXaSession(Domain.TOPICS, true);
    }
}
