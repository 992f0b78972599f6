package io.penstock.postgres.outbox;

import org.jboss.logging.Logger;
import org.postgresql.PGConnection;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Waits for notifications of the database that rows were committed, on a connection of its own, and tells the relay.
 */
final class CommitNotices implements Runnable {

    private static final Logger LOG = Logger.getLogger(CommitNotices.class);

    /** The wait on the socket; when it is over, the end of the application is noticed. */
    private static final int WAIT_MILLIS = 2_000;

    private static final Backoff AFTER_FAILURE = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

    private final DataSource database;
    private final Runnable wake;
    private final CountDownLatch stop = new CountDownLatch(1);
    private int failures;

    CommitNotices(DataSource database, Runnable wake) {
        this.database = database;
        this.wake = wake;
    }

    void stop() {
        stop.countDown();
    }

    private boolean isStopping() {
        return stop.getCount() == 0;
    }

    @Override
    public void run() {
        try {
            while (!isStopping()) {
                listen();
            }
        } catch (InterruptedException e) {
            LOG.debug("Nobody listens to the outbox any more.");
        }
    }

    private void listen() throws InterruptedException {
        try (var connection = database.getConnection()) {
            try (var statement = connection.createStatement()) {
                statement.execute("listen penstock_outbox");
            }
            failures = 0;
            // What was committed before somebody listened.
            wake.run();
            var postgres = connection.unwrap(PGConnection.class);
            while (!isStopping()) {
                if (postgres.getNotifications(WAIT_MILLIS).length > 0) {
                    wake.run();
                }
            }
            try (var statement = connection.createStatement()) {
                statement.execute("unlisten penstock_outbox");
            }
        } catch (SQLException e) {
            if (!isStopping()) {
                var delay = AFTER_FAILURE.after(failures++);
                LOG.debugf(e, "Could not listen to the outbox; next attempt in %s", delay);
                stop.await(delay.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
    }
}
