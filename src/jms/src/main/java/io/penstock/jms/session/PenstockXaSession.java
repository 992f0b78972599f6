package io.penstock.jms.session;

import io.penstock.jms.spec.Domain;
import io.penstock.jms.spec.Failures;
import io.penstock.jms.xa.BranchResource;

import javax.transaction.xa.XAResource;
import jakarta.jms.JMSException;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TopicSession;
import jakarta.jms.XAQueueSession;
import jakarta.jms.XATopicSession;

/**
 * A session that takes part in transactions that somebody else begins and ends, through its resource (section 11.3).
 * What it does outside of a branch takes effect at once: otherwise it would be lost in a transaction that nobody
 * commits.
 */
public final class PenstockXaSession extends PenstockSession implements XAQueueSession, XATopicSession {

    private final BranchResource resource;

    private PenstockXaSession(
            PenstockConnection connection, Provider provider, Domain domain, BranchResource resource) {
        super(connection, provider, AUTO_ACKNOWLEDGE, domain, gate -> new XaSessionWork(provider, gate, resource));
        this.resource = resource;
    }

    static PenstockXaSession of(PenstockConnection connection, Provider provider, Domain domain) {
        return new PenstockXaSession(connection, provider, domain, new BranchResource(provider.broker()));
    }

    /** The resource of the session. It works on when the session is closed, because whoever began a branch ends it. */
    @Override
    public XAResource getXAResource() {
        return resource;
    }

    @Override
    public Session getSession() throws JMSException {
        requireOpen();
        return this;
    }

    @Override
    public QueueSession getQueueSession() throws JMSException {
        requireOpen();
        return this;
    }

    @Override
    public TopicSession getTopicSession() throws JMSException {
        requireOpen();
        return this;
    }

    @Override
    public boolean getTransacted() throws JMSException {
        requireOpen();
        return true;
    }

    @Override
    public int getAcknowledgeMode() throws JMSException {
        requireOpen();
        return SESSION_TRANSACTED;
    }

    @Override
    public void commit() throws JMSException {
        requireOpen();
        throw Failures.inProgress("An XASession is committed by its transaction manager, not by itself.");
    }

    @Override
    public void rollback() throws JMSException {
        requireOpen();
        throw Failures.inProgress("An XASession is rolled back by its transaction manager, not by itself.");
    }

    @Override
    public void recover() throws JMSException {
        requireOpen();
        throw Failures.illegalState("An XASession is rolled back by its transaction manager, not recovered.");
    }
}
