package io.penstock.postgres.triage;

import io.penstock.Broker;
import io.penstock.PenstockException;
import io.penstock.postgres.DefaultDatabase;
import io.penstock.postgres.LogIdentity;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.jboss.logging.Logger;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.interceptor.Interceptor;

/** Keeps the projection of dead letters up to date, on a worker thread, for as long as the application runs. */
@ApplicationScoped
public class TriageProjector {

    private static final Logger LOG = Logger.getLogger(TriageProjector.class);

    private static final String WHO = "The triage of dead letters";

    private static final Duration MIN_INTERVAL = Duration.ofMillis(100);
    private static final Duration MAX_INTERVAL = Duration.ofDays(1);
    private static final Duration CENTURY = Duration.ofDays(36_525);

    private final TriageConfig config;
    private final DefaultDatabase database;
    private final Instance<Broker> brokers;
    private final ScheduledExecutorService executor;
    private String logId;
    private TriageProjection projection;
    private TriageFollower follower;
    private boolean isBuilt;
    private boolean hasFailed;
    private boolean isStopped;
    private ScheduledFuture<?> looks;

    TriageProjector(
            TriageConfig config,
            DefaultDatabase database,
            Instance<Broker> brokers,
            ScheduledExecutorService executor) {
        this.config = config;
        this.database = database;
        this.brokers = brokers;
        this.executor = executor;
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent event) {
        require(config.interval(), MIN_INTERVAL, MAX_INTERVAL, "interval", "100ms to 1d");
        require(config.keepGone(), Duration.ZERO, CENTURY, "keep-gone", "0 to 36525d");
        if (config.enabled() && database.isActive() && brokers.isResolvable()) {
            long millis = config.interval().toMillis();
            looks = executor.scheduleWithFixedDelay(this::lookOrWarn, 0, millis, TimeUnit.MILLISECONDS);
        }
    }

    private static void require(Duration value, Duration min, Duration max, String property, String choice) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new ConfigurationException("Penstock cannot start: quarkus.penstock.triage." + property + " = "
                    + value + ": choose " + choice + ".");
        }
    }

    /** Ends before the broker does: a look that is under way is waited for. */
    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent event) {
        if (looks != null) {
            looks.cancel(false);
        }
        synchronized (this) {
            isStopped = true;
        }
    }

    /** Looks, and logs a failure once: the next look may find the database back. */
    private void lookOrWarn() {
        try {
            look(false);
            hasFailed = false;
        } catch (SQLException | RuntimeException e) {
            if (!hasFailed) {
                LOG.warnf(
                        e,
                        "The dead letters could not be brought into the database; next attempt in %s",
                        config.interval());
            }
            hasFailed = true;
        }
    }

    /** Brings the projection up to date now; the first time, and if it is thorough, from the beginning of each. */
    synchronized void look(boolean isThorough) throws SQLException {
        if (isStopped) {
            return;
        }
        if (isThorough || !isBuilt) {
            follower().rebuild();
            isBuilt = true;
        } else {
            follower().follow();
        }
        projection.deleteGone(config.keepGone());
    }

    private TriageFollower follower() {
        if (follower == null) {
            projection = new TriageProjection(database.require(WHO), logId());
            follower = new TriageFollower(brokers.get(), projection);
        }
        return follower;
    }

    /**
     * The id of the log whose letters are shown.
     *
     * @throws PenstockException.InvalidConfiguration if there is no database or no broker, or the triage is off
     */
    synchronized String logId() {
        database.require(WHO);
        if (!config.enabled()) {
            throw new PenstockException.InvalidConfiguration(
                    WHO + " is off. Set quarkus.penstock.triage.enabled=true.");
        }
        if (!brokers.isResolvable()) {
            throw new PenstockException.InvalidConfiguration(WHO
                    + " needs a broker, and this application has none: add the dependency"
                    + " io.penstock:quarkus-penstock.");
        }
        if (logId == null) {
            logId = LogIdentity.of(brokers.get(), WHO);
        }
        return logId;
    }
}
