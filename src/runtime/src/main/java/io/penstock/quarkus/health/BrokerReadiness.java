package io.penstock.quarkus.health;

import io.penstock.Broker;
import io.penstock.BrokerHealth;
import io.penstock.quarkus.jta.OutsideTransaction;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Reports the application as not ready while the broker is not running, with the broker's state and its explanation.
 */
@Readiness
@Singleton
public class BrokerReadiness implements HealthCheck {

    private final Broker broker;

    @Inject
    public BrokerReadiness(@OutsideTransaction Broker broker) {
        this.broker = broker;
    }

    @Override
    public HealthCheckResponse call() {
        var health = broker.health();
        return HealthCheckResponse.named("Penstock broker ready")
                .status(health.state() == BrokerHealth.State.RUNNING)
                .withData("state", health.state().name())
                .withData("detail", health.detail())
                .build();
    }
}
