package io.penstock.jms.context;

import io.penstock.jms.session.PenstockXaConnection;
import io.penstock.jms.session.PenstockXaSession;
import io.penstock.jms.spec.Domain;

import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAResource;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.XAJMSContext;

/** Makes a context whose session is an {@link PenstockXaSession}. Contexts made from it are ordinary ones. */
public final class PenstockXaContext extends PenstockContext implements XAJMSContext {

    private final XAResource resource;

    private PenstockXaContext(PenstockXaConnection connection, PenstockXaSession session) {
        super(connection, session, new AtomicInteger());
        resource = session.getXAResource();
    }

    /** The first context of a connection, which is closed if that is impossible. */
    public static PenstockXaContext open(PenstockXaConnection connection) throws JMSException {
        try {
            return new PenstockXaContext(connection, connection.openXaSession(Domain.ANY, false));
        } catch (JMSException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public JMSContext getContext() {
        return this;
    }

    @Override
    public XAResource getXAResource() {
        return resource;
    }
}
