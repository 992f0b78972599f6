package io.penstock.connector.stream;

import io.penstock.Broker;
import io.smallrye.reactive.messaging.health.HealthReport.HealthReportBuilder;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/** Keeps the health of one channel. A channel that has failed stays so until the application is started again. */
public final class ChannelHealth {

    /** The attributes that switch the channel's health reports on and off. */
    public record Switches(boolean enabled, boolean readiness) {}

    private final String channel;
    private final Switches switches;
    private final Broker broker;
    private final BooleanSupplier connected;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** @param connected whether the channel has what it needs to be ready, besides a running broker */
    public ChannelHealth(String channel, Switches switches, Broker broker, BooleanSupplier connected) {
        this.channel = channel;
        this.switches = switches;
        this.broker = broker;
        this.connected = connected;
    }

    /** Reports the channel as failed. The first reason is kept. */
    public void failed(Throwable reason) {
        failure.compareAndSet(null, reason);
    }

    public void reportReadiness(HealthReportBuilder report) {
        if (!switches.readiness()) {
            return;
        }
        if (switches.enabled() && failure.get() == null && !connected.getAsBoolean()) {
            report.add(channel, false, "nobody consumes the channel");
        } else {
            reportLiveness(report);
        }
    }

    public void reportLiveness(HealthReportBuilder report) {
        if (!switches.enabled()) {
            return;
        }
        var health = broker.health();
        if (failure.get() != null) {
            report.add(channel, false, "stopped by a failure: " + failure.get());
        } else if (!health.isRunning()) {
            report.add(channel, false, "the broker does not run: " + health.detail());
        } else {
            report.add(channel, true);
        }
    }
}
