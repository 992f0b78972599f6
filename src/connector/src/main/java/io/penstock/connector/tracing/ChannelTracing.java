package io.penstock.connector.tracing;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/**
 * Gives channels what makes their spans: the application's {@code OpenTelemetry} bean or, without one, what is set
 * globally, such as by an agent. Without either there are no spans, and no work is done for them.
 */
@ApplicationScoped
public class ChannelTracing {

    private final Instance<OpenTelemetry> beans;

    @Inject
    ChannelTracing(Instance<OpenTelemetry> beans) {
        this.beans = beans;
    }

    /** Lets the container make a proxy. */
    ChannelTracing() {
        this(null);
    }

    public IncomingTracing incoming(boolean enabled, String channel, String destination, String subscription) {
        return new IncomingTracing(used(enabled), channel, destination, subscription);
    }

    public OutgoingTracing outgoing(boolean enabled, String channel) {
        return new OutgoingTracing(used(enabled), channel);
    }

    private OpenTelemetry used(boolean enabled) {
        if (!enabled) {
            return OpenTelemetry.noop();
        }
        return beans.isResolvable() ? beans.get() : GlobalOpenTelemetry.getOrNoop();
    }
}
