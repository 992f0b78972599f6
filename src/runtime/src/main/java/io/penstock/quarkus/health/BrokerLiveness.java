package io.penstock.quarkus.health;

import io.penstock.Broker;
import io.penstock.BrokerHealth;
import io.penstock.quarkus.config.Engine;
import io.penstock.quarkus.config.PenstockConfig;
import io.penstock.quarkus.jta.OutsideTransaction;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Reports the application as not alive once the broker has failed: only a restart, which recovers the log, mends that.
 * An application whose log lies in Kafka goes on by itself when there is an owner of the cell again, and to restart all
 * of them while Kafka is away would help nobody: it is not ready meanwhile, and alive.
 */
@Liveness
@Singleton
public class BrokerLiveness implements HealthCheck {

    private final Broker broker;
    private final boolean isMendedByRestart;

    @Inject
    public BrokerLiveness(@OutsideTransaction Broker broker, PenstockConfig config) {
        this.broker = broker;
        isMendedByRestart = config.engine() != Engine.KAFKA;
    }

    @Override
    public HealthCheckResponse call() {
        var health = broker.health();
        return HealthCheckResponse.named("Penstock broker alive")
                .status(!isMendedByRestart || health.state() != BrokerHealth.State.FAILED)
                .withData("detail", health.detail())
                .build();
    }
}
