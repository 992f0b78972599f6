package io.penstock.quarkus.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.Broker;
import io.penstock.Capability;
import io.penstock.EventSubscription;
import io.penstock.PenstockException;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.quarkus.alert.Webhooks;
import io.penstock.quarkus.config.Engine;
import io.penstock.quarkus.config.PenstockConfig;
import io.penstock.quarkus.config.StartFailure;
import io.penstock.quarkus.jms.ConnectionFactories;
import io.penstock.quarkus.jta.OutsideTransaction;
import io.penstock.quarkus.security.AccessControlProducer;
import io.penstock.spi.ForwardingBroker;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import org.jboss.logging.Logger;

import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

/** Starts the meters with the application, and updates them while destinations come and go. */
@Singleton
public class MetricsPublisher {

    private static final Logger LOG = Logger.getLogger(MetricsPublisher.class);

    /** The first part of the names of all meters of Penstock that no convention names. */
    private static final String OURS = "penstock.";

    /** The pause between two updates of the meters, each of which walks over the names of all destinations. */
    private static final long DISCOVERY_MILLIS = 2_000;

    /**
     * The pause in proportion to the duration of an update, which takes at most a twentieth of a processor even with
     * very many destinations.
     */
    private static final long PAUSE_FACTOR = 20;

    private final Broker broker;
    private final ConnectionFactories factories;
    private final AccessControlProducer access;
    private final PenstockConfig config;
    private final MeterRegistry registry;
    private final ScheduledExecutorService timer;
    private final Webhooks webhooks;
    private BrokerMetrics metrics;
    private AlertGauges firing;
    private TotalMeters totals;
    private boolean stopped;
    private ScheduledFuture<?> discovery;
    private EventSubscription alerts;

    @Inject
    MetricsPublisher(
            @OutsideTransaction Broker broker,
            ConnectionFactories factories,
            AccessControlProducer access,
            PenstockConfig config,
            MeterRegistry registry,
            ScheduledExecutorService timer,
            Webhooks webhooks) {
        this.broker = broker;
        this.factories = factories;
        this.access = access;
        this.config = config;
        this.registry = registry;
        this.timer = timer;
        this.webhooks = webhooks;
    }

    /**
     * Registers the meters after the destinations of the configuration are declared, and before the application sends
     * anything.
     */
    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE + 1) StartupEvent event) {
        var selection = selection();
        var metrics =
                new BrokerMetrics(broker, registry, new StatisticsCache(broker, InstantSource.system()), selection);
        totals = new TotalMeters(broker, registry);
        ForwardingBroker.find(broker, EmbeddedBroker.class)
                .ifPresent(embedded -> new LogMeters(embedded, registry).register());
        if (config.engine() == Engine.KAFKA) {
            OwnershipMeters.register(broker, registry);
        }
        FunctionCounter.builder(
                        "penstock.jms.destinations.declared", factories, ConnectionFactories::declaredDestinations)
                .description("Queues and topics declared because a client of Jakarta Messaging had named them first")
                .register(registry);
        FunctionCounter.builder("penstock.audit.lost", access, AccessControlProducer::auditLost)
                .description("Records of the audit that are in the log alone, and not in the topic of the audit")
                .register(registry);
        alerts = broker.events(new AlertMeter(registry, selection));
        if (broker.capabilities().supports(Capability.ALERTS)) {
            firing = new AlertGauges(broker.alerts(), registry);
        }
        webhooks.deliveries().ifPresent(deliveries -> AlertGauges.count(deliveries, registry));
        this.metrics = metrics;
        discover();
    }

    private Selection selection() {
        try {
            return Selection.of(config.metrics());
        } catch (PenstockException e) {
            throw StartFailure.of(e);
        }
    }

    /** Updates the meters, and plans the next update even if this one failed. */
    private void discover() {
        long begin = System.nanoTime();
        try {
            metrics.discover();
            totals.addUp();
            if (firing != null) {
                firing.update();
            }
        } catch (RuntimeException e) {
            LOG.debug("Could not look for new destinations to measure", e);
        }
        long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        synchronized (this) {
            if (!stopped) {
                long pause = Math.max(DISCOVERY_MILLIS, PAUSE_FACTOR * tookMillis);
                discovery = timer.schedule(this::discover, pause, TimeUnit.MILLISECONDS);
            }
        }
    }

    synchronized void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event) {
        stopped = true;
        if (discovery != null) {
            discovery.cancel(false);
        }
        if (alerts != null) {
            alerts.close();
        }
        // A registry may outlive the application, in dev mode and in tests: the next one would find meters of this
        // broker.
        registry.getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith(OURS) || Convention.isOurs(meter))
                .forEach(registry::remove);
    }
}
