package io.penstock.quarkus;

import io.penstock.Broker;
import io.penstock.Destination;
import io.penstock.PenstockException;
import io.penstock.jms.session.JmsOptions;
import io.penstock.quarkus.jms.ConfiguredJms;
import io.penstock.quarkus.jms.JmsNames;
import io.penstock.quarkus.listener.Listeners;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

/** The order of things: the broker opens before anybody needs it, listeners begin last and end first. */
@Singleton
public class PenstockLifecycle {

    /** Before Reactive Messaging connects its channels, which is at {@code LIBRARY_BEFORE}. */
    private static final int FIRST = Interceptor.Priority.PLATFORM_BEFORE;

    /** After every observer of the application: its beans are ready when the first message comes. */
    private static final int LAST = Integer.MAX_VALUE;

    private final Broker broker;
    private final PenstockConfig config;
    private final JmsNames names;
    private final Listeners listeners;

    @Inject
    PenstockLifecycle(Broker broker, PenstockConfig config, JmsNames names, Listeners listeners) {
        this.broker = broker;
        this.config = config;
        this.names = names;
        this.listeners = listeners;
    }

    void declareDestinations(@Observes @Priority(FIRST) StartupEvent event) {
        try {
            ConfiguredJms.options(config.jms()); // So that a mistake stops the start.
            ConfiguredExchange.declareAll(config.destinations(), broker);
            names.definitions().forEach(this::declareUnlessThere);
            config.schedules().forEach((name, schedule) -> broker.schedule(ConfiguredSchedule.of(name, schedule)));
        } catch (PenstockException e) {
            throw StartFailure.of(e);
        }
    }

    /** What a class defines has no say in partitions and lanes: any number that exists is fine. */
    private void declareUnlessThere(Destination defined) {
        var existing = broker.destination(defined.name());
        if (existing.isEmpty() || existing.get().kind() != defined.kind()) {
            broker.declare(defined.withPriorities(JmsOptions.DEFAULT_PRIORITIES));
        }
    }

    void startListeners(@Observes @Priority(LAST) StartupEvent event) {
        try {
            listeners.start();
        } catch (PenstockException e) {
            throw StartFailure.of(e);
        }
    }

    void drainListeners(@Observes @Priority(FIRST) ShutdownEvent event) {
        listeners.stop(config.drainTimeout());
    }
}
