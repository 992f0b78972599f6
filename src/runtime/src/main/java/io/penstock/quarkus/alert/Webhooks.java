package io.penstock.quarkus.alert;

import io.penstock.Broker;
import io.penstock.PenstockException;
import io.penstock.quarkus.config.PenstockConfig;
import io.penstock.quarkus.config.StartFailure;
import io.penstock.quarkus.jta.OutsideTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

/** Starts the webhooks of the configuration with the application. */
@Singleton
public class Webhooks {

    private final Broker broker;
    private final PenstockConfig config;
    private WebhookDeliveries deliveries;

    @Inject
    Webhooks(@OutsideTransaction Broker broker, PenstockConfig config) {
        this.broker = broker;
        this.config = config;
    }

    /**
     * Checks all webhooks.
     *
     * @throws PenstockException.InvalidConfiguration if a setting is invalid; it names the property, and no secret
     */
    public static void check(PenstockConfig config) {
        of(config);
        if (!config.webhooks().isEmpty()) {
            WebhookQueue.requireUndeclared(config.destinations().keySet());
        }
    }

    private static List<Webhook> of(PenstockConfig config) {
        return config.webhooks().entrySet().stream()
                .map(each -> Webhook.of(each.getKey(), each.getValue()))
                .toList();
    }

    /** Before any listener starts, so that no change is missed. */
    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        if (config.webhooks().isEmpty()) {
            return;
        }
        try {
            WebhookQueue.declare(broker);
            var started = new WebhookDeliveries(broker, of(config), InstantSource.system());
            started.start();
            deliveries = started;
        } catch (PenstockException e) {
            throw StartFailure.of(e);
        }
    }

    /** What was done by them; empty if there are none. */
    public Optional<WebhookDeliveries> deliveries() {
        return Optional.ofNullable(deliveries);
    }

    void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event) {
        if (deliveries != null) {
            deliveries.close();
        }
    }
}
