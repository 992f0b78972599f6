package io.penstock.quarkus.jta;

import io.penstock.Broker;
import io.penstock.jms.xa.BranchResource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jboss.tm.XAResourceRecovery;
import org.jboss.tm.XAResourceRecoveryRegistry;
import org.jboss.tm.XAResourceWrapper;

import javax.transaction.xa.XAResource;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

/**
 * Penstock as a resource of Narayana: by its name Narayana knows it again after a crash, and ends the branches that
 * were prepared. Only in applications that have that transaction manager.
 */
@Singleton
public class NarayanaResources implements BranchResources {

    private static final Logger LOG = Logger.getLogger(NarayanaResources.class);

    /** Of the resource, in Narayana's log too: it must stay as it is. */
    static final String NAME = "penstock";

    private static final String RECOVERY = "quarkus.transaction-manager.enable-recovery";

    private final Broker broker;
    private final XAResourceRecoveryRegistry registry;
    private final boolean recovers;
    private final XAResourceRecovery recovery;

    @Inject
    NarayanaResources(
            Broker broker,
            XAResourceRecoveryRegistry registry,
            @ConfigProperty(name = RECOVERY, defaultValue = "false") boolean recovers) {
        this.broker = broker;
        this.registry = registry;
        this.recovers = recovers;
        recovery = () -> new XAResource[] {of(broker)};
    }

    @Override
    public BranchResource of(Broker broker) {
        return new NamedResource(broker);
    }

    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        registry.addXAResourceRecovery(recovery);
        int waiting = recovers ? 0 : broker.prepared().size();
        if (waiting > 0) {
            LOG.warnf(
                    "%d prepared transactions wait for their end, and %s is false: nobody will end them. Set it to"
                            + " true, or end them by Broker.commitPrepared or rollbackPrepared.",
                    waiting, RECOVERY);
        }
    }

    /** Before the broker closes: a scan that found it closed would report a failure. */
    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event) {
        registry.removeXAResourceRecovery(recovery);
    }

    private static final class NamedResource extends BranchResource implements XAResourceWrapper {

        private NamedResource(Broker broker) {
            super(broker);
        }

        @Override
        public XAResource getResource() {
            return this;
        }

        @Override
        public String getProductName() {
            return NAME;
        }

        @Override
        public String getProductVersion() {
            return "";
        }

        @Override
        public String getJndiName() {
            return NAME;
        }
    }
}
