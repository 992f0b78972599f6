package io.penstock.quarkus.health;

import io.penstock.Broker;
import io.penstock.BrokerHealth;
import io.penstock.quarkus.jta.OutsideTransaction;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Reports the application as not alive once the broker has failed: only a restart, which recovers the log, mends that.
 */
@Liveness
@Singleton
public class BrokerLiveness implements HealthCheck {

    private final Broker broker;

    @Inject
    public BrokerLiveness(@OutsideTransaction Broker broker) {
        this.broker = broker;
    }

    @Override
    public HealthCheckResponse call() {
        var health = broker.health();
        return HealthCheckResponse.named("Penstock broker alive")
                .status(health.state() != BrokerHealth.State.FAILED)
                .withData("detail", health.detail())
                .build();
    }
}
