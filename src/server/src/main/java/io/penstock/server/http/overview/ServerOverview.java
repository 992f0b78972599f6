package io.penstock.server.http.overview;

import io.penstock.Broker;
import io.penstock.quarkus.config.Engine;
import io.penstock.quarkus.config.PenstockConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Has a round made every second while the server runs, and shows what was found. Safe for use by any thread. */
@Singleton
public final class ServerOverview {

    private static final Logger LOG = Logger.getLogger(ServerOverview.class);

    private static final long ROUND_MILLIS = Duration.ofSeconds(1).toMillis();

    private final OverviewSampler sampler;
    private final InstantSource clock;
    private final ScheduledExecutorService executor;
    private @Nullable ScheduledFuture<?> rounds;

    @Inject
    ServerOverview(Broker broker, PenstockConfig config, InstantSource clock, ScheduledExecutorService executor) {
        this.clock = clock;
        this.executor = executor;
        var directory = config.engine() == Engine.EMBEDDED ? config.data() : null;
        sampler = new OverviewSampler(broker, clock, System::nanoTime, new ServerState(broker, directory));
    }

    void start(@Observes StartupEvent event) {
        // In the middle of each second, so that a round that comes early or late does not leave one out.
        long delay = Math.floorMod(ROUND_MILLIS / 2 - clock.millis(), ROUND_MILLIS);
        rounds = executor.scheduleAtFixedRate(this::sample, delay, ROUND_MILLIS, TimeUnit.MILLISECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        if (rounds != null) {
            rounds.cancel(false);
        }
    }

    private void sample() {
        try {
            sampler.sample();
        } catch (RuntimeException e) {
            // Nothing calls this again after an exception, and what a broker of the application throws is not known.
            LOG.debug("A round of the overview has failed", e);
        }
    }

    /** Has somebody told of each round. */
    public void add(OverviewViewer viewer) {
        sampler.add(viewer);
    }

    Looks looks() {
        return sampler.looks();
    }

    SenderRates senders() {
        return sampler.senders();
    }

    OverviewHistory history() {
        return sampler.history();
    }
}
