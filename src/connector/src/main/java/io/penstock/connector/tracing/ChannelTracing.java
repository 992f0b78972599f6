package io.penstock.connector.tracing;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.penstock.spi.HandlerObserver;
import org.eclipse.microprofile.config.ConfigProvider;

import java.nio.file.Path;
import java.util.List;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;

/**
 * Gives channels and the broker what makes their spans: the application's {@code OpenTelemetry} bean or, without one,
 * what is set globally, such as by an agent. Without either there are no spans, and no work is done for them.
 */
@ApplicationScoped
public class ChannelTracing {

    private static final List<String> SDK_DISABLED = List.of("quarkus.otel.sdk.disabled", "otel.sdk.disabled");

    private final Instance<OpenTelemetry> beans;
    private final FirstAttempts attempts = new FirstAttempts();

    @Inject
    ChannelTracing(Instance<OpenTelemetry> beans) {
        this.beans = beans;
    }

    /** Lets the container make a proxy. */
    ChannelTracing() {
        this(null);
    }

    public IncomingTracing incoming(boolean enabled, String channel, String destination, String subscription) {
        return new IncomingTracing(used(enabled), attempts, channel, destination, subscription);
    }

    /** What observes the handlers of all consumers that are no channels. */
    public HandlerObserver handlers() {
        var tracing = deliveries();
        return tracing.isOn() ? new ProcessObserver(tracing) : HandlerObserver.NONE;
    }

    /** What makes the spans of deliveries that come through no channel. */
    public IncomingTracing deliveries() {
        return new IncomingTracing(used(true), attempts, null, null, null);
    }

    /**
     * Keeps the first attempts at messages in a directory, if there are spans, so that attempts after a restart are
     * linked to them. The directory belongs to one running application at a time.
     */
    public void keepIn(Path directory) {
        if (deliveries().isOn()) {
            attempts.keepIn(directory);
        }
    }

    @PreDestroy
    void close() {
        attempts.close();
    }

    /** What makes the spans of everything that is sent, but not through a channel. */
    public OutgoingTracing sends() {
        return new OutgoingTracing(used(true), null);
    }

    public OutgoingTracing outgoing(boolean enabled, String channel) {
        return new OutgoingTracing(used(enabled), channel);
    }

    /** Whether the application has turned its SDK off, which then is there all the same and makes empty spans. */
    private static boolean isDisabled() {
        var config = ConfigProvider.getConfig();
        return SDK_DISABLED.stream()
                .anyMatch(name -> config.getOptionalValue(name, Boolean.class).orElse(false));
    }

    private OpenTelemetry used(boolean enabled) {
        if (!enabled || isDisabled()) {
            return OpenTelemetry.noop();
        }
        return beans.isResolvable() ? beans.get() : GlobalOpenTelemetry.getOrNoop();
    }
}
