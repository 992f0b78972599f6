package io.penstock.server.http.request;

import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Refuses new requests while the server is being stopped, once the configured delay is over: until then proxies may
 * still send some. Requests that are under way are completed. Health and metrics answer as long as the port is open.
 */
@Singleton
public final class StopGate {

    /** The priority before everything else of a request is looked at. */
    private static final int PRIORITY = 120;

    /** The paths of health, metrics and the description of the API. */
    static final String MANAGEMENT = "/q/";

    private final Vertx vertx;
    private final Duration delay;
    private final Refusals refusals;

    /** Whether a delay was begun; it ends when the gate is closed. */
    private volatile boolean delayed;

    private volatile boolean closed;

    private final List<Runnable> waiting = new CopyOnWriteArrayList<>();

    @Inject
    StopGate(
            Vertx vertx, @ConfigProperty(name = "quarkus.shutdown.delay") Optional<Duration> delay, Refusals refusals) {
        this.vertx = vertx;
        this.delay = delay.orElse(Duration.ZERO);
        this.refusals = refusals;
    }

    void install(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    /** Readiness has just gone down. */
    void stopping(@Observes ShutdownDelayInitiatedEvent event) {
        delayed = true;
        if (delay.toMillis() <= 0) {
            close();
        } else {
            vertx.setTimer(delay.toMillis(), fired -> close());
        }
    }

    private void close() {
        closed = true;
        waiting.forEach(Runnable::run);
    }

    /**
     * Has something done when the gate closes, so that requests end that would wait for long. It must not block. Call
     * this while the server starts.
     */
    public void whenClosed(Runnable end) {
        waiting.add(end);
    }

    private void check(RoutingContext context) {
        if (isClosed() && !context.request().path().startsWith(MANAGEMENT)) {
            refusals.answerAndClose(context, RequestException.stopping());
        } else {
            context.next();
        }
    }

    /** Between the signal and the event there is a moment, which belongs to the delay if there is one. */
    public boolean isClosed() {
        return closed || !delayed && delay.isZero() && ApplicationLifecycleManager.isVmShuttingDown();
    }
}
