package io.penstock.postgres;

import io.penstock.PenstockException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import org.jboss.logging.Logger;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Deletes claims that are older than the retention, at a fixed interval, on a worker thread. Replicas may purge at the
 * same time: they share the work.
 */
@ApplicationScoped
public class InboxPurge {

    /** The number of claims in one transaction, which is short enough to hold up neither autovacuum nor a claim. */
    static final int BATCH_SIZE = 5_000;

    /**
     * The number of transactions in one run: 20 million claims. At one run an hour it keeps up with 5,500 messages a
     * second, and it still ends.
     */
    private static final int MAX_BATCHES = 4_000;

    private static final Duration MIN_RETENTION = Duration.ofSeconds(1);

    /** The longest retention, a century: whoever keeps claims for longer disables the purge. */
    private static final Duration MAX_RETENTION = Duration.ofDays(36_525);

    private static final Duration MIN_PURGE_INTERVAL = Duration.ofSeconds(1);

    /** The longest interval: what is purged less often than once a year is purged by hand. */
    private static final Duration MAX_PURGE_INTERVAL = Duration.ofDays(366);

    private static final Logger LOG = Logger.getLogger(InboxPurge.class);

    private final InboxClaims claims;
    private final DefaultDatabase database;
    private final PostgresConfig.Inbox config;
    private final ScheduledExecutorService executor;
    private volatile boolean stopping;

    InboxPurge(InboxClaims claims, DefaultDatabase database, PostgresConfig config, ScheduledExecutorService executor) {
        this.claims = claims;
        this.database = database;
        this.config = config.inbox();
        this.executor = executor;
    }

    void start(@Observes StartupEvent event) {
        requireWithin(config.retention(), MIN_RETENTION, MAX_RETENTION, "retention", "1s to 36525d");
        if (!config.purgeInterval().isZero()) {
            requireWithin(
                    config.purgeInterval(),
                    MIN_PURGE_INTERVAL,
                    MAX_PURGE_INTERVAL,
                    "purge-interval",
                    "0 (never), or 1s to 366d");
        }
        long intervalMillis = config.purgeInterval().toMillis();
        if (intervalMillis > 0 && database.isActive()) {
            executor.scheduleWithFixedDelay(this::purgeOrWarn, intervalMillis, intervalMillis, TimeUnit.MILLISECONDS);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    /**
     * Deletes all claims that are older than the retention now, in small transactions.
     *
     * @return the number of deleted claims
     * @throws PenstockException.InvalidConfiguration if no database is configured
     */
    public long purge() {
        database.require(InboxClaims.WHO);
        long deleted = 0;
        for (int batch = 0; batch < MAX_BATCHES && !stopping; batch++) {
            int count = claims.deleteOlderThan(config.retention(), BATCH_SIZE);
            deleted += count;
            if (count < BATCH_SIZE) {
                break;
            }
        }
        return deleted;
    }

    /**
     * Purges, and logs a failure. An exception would end the schedule, and the database may be back at the next run.
     */
    private void purgeOrWarn() {
        try {
            long deleted = purge();
            LOG.debugf("Purged %d inbox claims older than %s", deleted, config.retention());
        } catch (RuntimeException failure) {
            LOG.warnf(failure, "Could not purge the inbox; next attempt in %s", config.purgeInterval());
        }
    }

    /** Refuses a duration out of range, with an exception that Quarkus prints as one line. */
    private static void requireWithin(Duration value, Duration min, Duration max, String property, String choice) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new ConfigurationException("Penstock cannot start: quarkus.penstock.postgres.inbox." + property
                    + " = " + value + ": choose " + choice + ".");
        }
    }
}
