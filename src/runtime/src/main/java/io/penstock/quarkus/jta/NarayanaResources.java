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
 * Registers Penstock with Narayana as a named resource: by its name Narayana finds it again after a crash, and ends the
 * branches that were prepared. The build adds this bean only to applications with Narayana.
 */
@Singleton
public class NarayanaResources implements BranchResources {

    private static final Logger LOG = Logger.getLogger(NarayanaResources.class);

    /** The name of the resource, also in Narayana's log: it must never change. */
    static final String NAME = "penstock";

    private static final String RECOVERY = "quarkus.transaction-manager.enable-recovery";

    private final Broker broker;
    private final XAResourceRecoveryRegistry registry;
    private final boolean recovers;
    private final XAResourceRecovery recovery;

    @Inject
    NarayanaResources(
            @OutsideTransaction Broker broker,
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

    /** Stops recovery before the broker closes: a scan that found the broker closed would report a failure. */
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
