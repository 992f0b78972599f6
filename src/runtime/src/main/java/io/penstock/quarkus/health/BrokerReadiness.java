package io.penstock.quarkus.health;

import io.penstock.Broker;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Down while the broker takes and hands out nothing; says why. */
@Readiness
@Singleton
public class BrokerReadiness implements HealthCheck {

    private final Broker broker;

    @Inject
    public BrokerReadiness(Broker broker) {
        this.broker = broker;
    }

    @Override
    public HealthCheckResponse call() {
        var health = broker.health();
        return HealthCheckResponse.named("Penstock broker ready")
                .status(health.isRunning())
                .withData("state", health.state().name())
                .withData("detail", health.detail())
                .build();
    }
}
