package io.penstock.quarkus.jms;

import io.penstock.quarkus.jta.JtaTransactions;

import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSPasswordCredential;
import jakarta.jms.JMSSessionMode;

/** Produces injected contexts, which the container opens and closes (section 12.4 of the specification). */
@Singleton
public class InjectedContexts {

    private final ConnectionFactories factories;
    private final ConnectionFactory standard;
    private final JtaTransactions transactions;
    private final RequestContexts request;

    @Inject
    InjectedContexts(
            ConnectionFactories factories,
            ConnectionFactory standard,
            JtaTransactions transactions,
            RequestContexts request) {
        this.factories = factories;
        this.standard = standard;
        this.transactions = transactions;
        this.request = request;
    }

    @Produces
    @Dependent
    public JMSContext context(InjectionPoint point) {
        var annotated = point.getAnnotated();
        var factory = annotated.getAnnotation(JMSConnectionFactory.class);
        var mode = annotated.getAnnotation(JMSSessionMode.class);
        var credential = annotated.getAnnotation(JMSPasswordCredential.class);
        var key = new ContextKey(
                factory == null ? "" : factory.value(),
                mode == null ? JMSContext.AUTO_ACKNOWLEDGE : mode.value(),
                credential == null ? null : credential.userName(),
                credential == null ? null : credential.password());
        return new InjectedContext(() -> current(key));
    }

    /**
     * The context of the JTA transaction if the thread has one, else of the request.
     *
     * @throws ContextNotActiveException if the thread has neither
     */
    private JMSContext current(ContextKey key) {
        var store = transactions.active()
                ? transactions.shared(ContextStore.class, this::closedWithTransaction)
                : request.store();
        return store.get(key, this::open);
    }

    private ContextStore closedWithTransaction() {
        var store = new ContextStore();
        transactions.afterEnd(store::close);
        return store;
    }

    private JMSContext open(ContextKey key) {
        var factory = factories.named(key.factory(), standard);
        return key.user() == null
                ? factory.createContext(key.mode())
                : factory.createContext(key.user(), key.password(), key.mode());
    }
}
