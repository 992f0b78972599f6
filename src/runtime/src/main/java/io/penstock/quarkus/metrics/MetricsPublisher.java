package io.penstock.quarkus.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.penstock.Broker;
import io.penstock.EventSubscription;
import io.penstock.broker.EmbeddedBroker;
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

/** Keeps the meters in step with the broker's destinations while the application runs. */
@Singleton
public class MetricsPublisher {

    private static final Logger LOG = Logger.getLogger(MetricsPublisher.class);

    /** A new destination is in the scrape after the next one; looking costs a walk over the names. */
    private static final long DISCOVERY_MILLIS = 2_000;

    private final Broker broker;
    private final MeterRegistry registry;
    private final ScheduledExecutorService timer;
    private ScheduledFuture<?> discovery;
    private EventSubscription alerts;

    @Inject
    MetricsPublisher(Broker broker, MeterRegistry registry, ScheduledExecutorService timer) {
        this.broker = broker;
        this.registry = registry;
        this.timer = timer;
    }

    /** After the destinations of configuration, before the application sends anything. */
    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        var metrics = new BrokerMetrics(broker, registry, new StatisticsCache(broker, InstantSource.system()));
        if (broker instanceof EmbeddedBroker embedded) {
            new LogMeters(embedded, registry).register();
        }
        alerts = broker.events(new AlertMeter(registry));
        discovery = timer.scheduleWithFixedDelay(() -> discover(metrics), 0, DISCOVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** A failure here must not end the schedule: the next look may succeed. */
    private static void discover(BrokerMetrics metrics) {
        try {
            metrics.discover();
        } catch (RuntimeException e) {
            LOG.debug("Could not look for new destinations to measure", e);
        }
    }

    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event) {
        if (discovery != null) {
            discovery.cancel(false);
        }
        if (alerts != null) {
            alerts.close();
        }
    }
}
