package io.penstock.quarkus;

import io.penstock.Broker;
import io.penstock.PenstockException;
import io.penstock.quarkus.config.PenstockConfig;
import io.penstock.quarkus.config.StartFailure;
import io.penstock.quarkus.jta.OutsideTransaction;
import io.penstock.quarkus.link.ServedPort;
import io.penstock.quarkus.listener.RunningListeners;
import io.penstock.spi.Draining;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

/** Puts start and stop in order: destinations are declared first, listeners start last and stop first. */
@Singleton
public class PenstockLifecycle {

    /** The priority before every observer of the application, whatever its priority. */
    private static final int FIRST = Integer.MIN_VALUE;

    /** The priority after every observer of the application: its beans are ready when the first message comes. */
    private static final int LAST = Integer.MAX_VALUE;

    private final Broker broker;
    private final PenstockConfig config;
    private final NamedDestinations destinations;
    private final RunningListeners listeners;
    private final ServedPort port;
    private final Event<Draining> channels;

    @Inject
    PenstockLifecycle(
            @OutsideTransaction Broker broker,
            PenstockConfig config,
            NamedDestinations destinations,
            RunningListeners listeners,
            ServedPort port,
            Event<Draining> channels) {
        this.broker = broker;
        this.config = config;
        this.destinations = destinations;
        this.listeners = listeners;
        this.port = port;
        this.channels = channels;
    }

    /**
     * Declares destinations on a {@code Broker} bean of the application. The broker of {@link BrokerProducer} has them
     * already.
     */
    void declareDestinations(@Observes @Priority(FIRST) StartupEvent event) {
        try {
            destinations.declare(broker);
        } catch (PenstockException e) {
            throw StartFailure.of(e);
        }
    }

    void startListeners(@Observes @Priority(LAST) StartupEvent event) {
        try {
            port.open(); // What cannot be opened fails the start before a message is taken.
            listeners.start();
        } catch (PenstockException e) {
            throw StartFailure.of(e);
        }
    }

    /**
     * Ends all consumption before the observers of the application close what it needs. Listeners and channels stop
     * taking first; then one limit holds for all that is being processed.
     */
    void drain(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event) {
        var draining =
                new Draining(config.drainTimeout(), LaunchMode.current() == LaunchMode.DEVELOPMENT, System::nanoTime);
        listeners.stopTaking();
        port.close();
        try {
            channels.fire(draining);
        } finally {
            listeners.stop(draining);
        }
    }
}
