package io.penstock.postgres.outbox;

import io.penstock.Broker;
import io.penstock.postgres.DefaultDatabase;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import org.jboss.logging.Logger;

import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.interceptor.Interceptor;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;

/** The relay of this application, from its start, or the first message, to its end. */
@ApplicationScoped
public class OutboxRelay {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

    /** The longest wait for the round that is under way at the end; the next start does the rest of it. */
    private static final Duration LAST_ROUND = Duration.ofSeconds(10);

    private static final String ANY = "select exists (select 1 from penstock_outbox)";

    private final OutboxConfig config;
    private final DefaultDatabase database;
    private final Instance<Broker> brokers;
    private final TransactionSynchronizationRegistry transactions;
    private RelayPolicy policy;
    private RelayLoop loop;
    private OutboxUpkeep upkeep;
    private CommitNotices notices;
    private Thread thread;
    private boolean stopped;

    OutboxRelay(
            OutboxConfig config,
            DefaultDatabase database,
            Instance<Broker> brokers,
            TransactionSynchronizationRegistry transactions) {
        this.config = config;
        this.database = database;
        this.brokers = brokers;
        this.transactions = transactions;
    }

    /** Checks the configuration, whether there is a database or not, and starts if there is something to do. */
    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent event) {
        policy = OutboxSettings.check(config);
        database.dataSource().ifPresent(found -> {
            if (config.relay().orElseGet(() -> hasRows(found))) {
                run();
            }
        });
    }

    private static boolean hasRows(DataSource database) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(ANY)) {
            return row.next() && row.getBoolean(1);
        } catch (SQLException e) {
            LOG.warn("Nobody could see whether the outbox has rows: they wait until this application sends one.", e);
            return false;
        }
    }

    /** Says that there are rows, as soon as the transaction of the calling thread is committed. */
    void wakeAfterCommit() {
        if (transactions.getResource(OutboxRelay.class) != null) {
            return;
        }
        transactions.putResource(OutboxRelay.class, Boolean.TRUE);
        transactions.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                // Nothing is to be done before.
            }

            @Override
            public void afterCompletion(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    wake();
                }
            }
        });
    }

    private void wake() {
        if (config.relay().orElse(true)) {
            var running = run();
            if (running != null) {
                running.wake();
            }
        }
    }

    /** The outbox in numbers, as they were a few seconds ago; zeros if this application relays nothing. */
    public synchronized OutboxStatistics statistics() {
        return upkeep == null ? OutboxStatistics.NONE : upkeep.statistics();
    }

    private synchronized RelayLoop run() {
        if (loop == null && !stopped && brokers.isResolvable()) {
            var source = database.require("The outbox");
            var table = new OutboxTable(source);
            upkeep = new OutboxUpkeep(table, config.retention(), config.purgeInterval(), System::nanoTime);
            loop = new RelayLoop(
                    new Relay(brokers.get(), table, policy, System::nanoTime), upkeep, config.sweepInterval());
            thread = daemon("penstock-outbox-relay", loop);
            if (config.listen()) {
                notices = new CommitNotices(source, loop::wake);
                daemon("penstock-outbox-listener", notices);
            }
        }
        return loop;
    }

    private static Thread daemon(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Ends before the broker does. */
    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent event)
            throws InterruptedException {
        Thread running;
        synchronized (this) {
            stopped = true;
            if (loop == null) {
                return;
            }
            if (notices != null) {
                notices.stop();
            }
            loop.stop();
            running = thread;
        }
        running.join(LAST_ROUND.toMillis());
    }
}
