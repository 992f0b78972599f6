package io.penstock.jms.context;

import io.penstock.jms.session.PenstockXaConnection;
import io.penstock.jms.session.PenstockXaSession;
import io.penstock.jms.spec.Domain;

import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAResource;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.XAJMSContext;

/** A context whose session is a {@link PenstockXaSession}. Contexts that are made from it are ordinary ones. */
public final class PenstockXaContext extends PenstockContext implements XAJMSContext {

    private final XAResource resource;

    private PenstockXaContext(PenstockXaConnection connection, PenstockXaSession session) {
        super(connection, session, new AtomicInteger());
        resource = session.getXAResource();
    }

    /** Makes the first context of a connection. If that fails, the connection is closed. */
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
