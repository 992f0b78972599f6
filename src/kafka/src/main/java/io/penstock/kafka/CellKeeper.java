package io.penstock.kafka;

import io.penstock.PenstockException;
import io.penstock.broker.BrokerOptions;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.journal.JournalException;
import io.penstock.kafka.client.KafkaClients;
import io.penstock.kafka.log.KafkaLog;
import io.penstock.kafka.log.KafkaLogSettings;
import io.penstock.kafka.log.KeptText;
import io.penstock.kafka.log.LogOpening;
import io.penstock.kafka.topic.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * Waits until the cell is owned, runs its engine until it is lost, and begins anew. One thread does so. It is safe for
 * any thread.
 */
final class CellKeeper {

    private static final Logger LOG = Logger.getLogger(CellKeeper.class);

    /** After what could not be opened, so that nobody is asked the same all the time. */
    private static final long PAUSE_MILLIS = 1_000;

    private static final long CLOSING_MILLIS = 60_000;

    private final KafkaLogSettings settings;
    private final BrokerOptions options;
    private final InstantSource clock;
    private final KafkaClients clients;
    private final Admin admin;
    private final Topics topics;
    private final Thread thread = new Thread(this::run, "penstock-kafka-cell");

    /** The engine of an owner, with its log. */
    private record Owned(EmbeddedBroker engine, KafkaLog log) {}

    private @Nullable Owned owned;
    private @Nullable Exception problem;
    private boolean lost;
    private boolean closed;

    /** @param admin remains the caller's */
    CellKeeper(
            KafkaLogSettings settings,
            BrokerOptions options,
            InstantSource clock,
            KafkaClients clients,
            Admin admin,
            Topics topics) {
        this.settings = settings;
        this.options = options;
        this.clock = clock;
        this.clients = clients;
        this.admin = admin;
        this.topics = topics;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        long formerEpoch = 0;
        while (!isClosed()) {
            try (var opening = new LogOpening(settings, clients, admin, topics, clock, formerEpoch)) {
                if (opening.await(this::isClosed)) {
                    formerEpoch = own(opening);
                }
            } catch (RuntimeException e) {
                tell(e);
                failed(e);
            } catch (Error e) {
                LOG.errorf(e, "The cell %s cannot be opened, which is tried again.", settings.cell());
                failed(new IllegalStateException(e));
            }
        }
    }

    /** It is tried every second, and the same failure is told once. */
    private void tell(RuntimeException failure) {
        var before = problem();
        if (before == null || !String.valueOf(before).equals(failure.toString())) {
            boolean isKnown = failure instanceof JournalException
                    || failure instanceof PenstockException
                    || failure instanceof KafkaException;
            LOG.logf(
                    isKnown ? Logger.Level.WARN : Logger.Level.ERROR,
                    failure,
                    "The cell %s cannot be opened, which is tried again until it can.",
                    settings.cell());
        }
    }

    /** Runs the engine for as long as the cell is owned, and returns the epoch of that. */
    private long own(LogOpening opening) {
        synchronized (this) {
            lost = false;
        }
        var kept = new KeptText();
        var logs = new KafkaLog[1];
        var engine = EmbeddedBroker.open(
                options, clock, owner -> logs[0] = opening.open(owner, kept, cause -> lose()), kept);
        var log = logs[0];
        LOG.infof("This instance owns the cell %s, in epoch %d.", settings.cell(), log.epoch());
        synchronized (this) {
            problem = null;
            owned = closed ? null : new Owned(engine, log);
            notifyAll();
            while (!closed && !lost) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    closed = true;
                }
            }
            owned = null;
            notifyAll();
        }
        close(engine); // Whoever closes this may do so as well, and the first one does it.
        return log.epoch();
    }

    private static void close(EmbeddedBroker engine) {
        try {
            engine.close();
        } catch (PenstockException e) {
            LOG.warnf("The engine did not close cleanly: %s", e.getMessage());
        }
    }

    private synchronized void lose() {
        lost = true;
        notifyAll();
    }

    private synchronized void failed(Exception cause) {
        problem = cause;
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);
        try {
            for (long left = PAUSE_MILLIS;
                    left > 0 && !closed;
                    left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    synchronized CellState state() {
        return closed ? CellState.CLOSED : owned == null ? CellState.STANDBY : CellState.OWNER;
    }

    /** Why the cell could not be opened the last time; null if nothing is known of that. */
    synchronized @Nullable Exception problem() {
        return problem;
    }

    /** The number of the ownership; 0 while the cell is not owned. */
    synchronized long epoch() {
        return owned == null ? 0 : owned.log.epoch();
    }

    /** The engine of the cell, or null while it is not owned. */
    synchronized @Nullable EmbeddedBroker engine() {
        return owned == null ? null : owned.engine;
    }

    /** Waits until the cell is owned, for that long at most, and returns whether it is. */
    synchronized boolean awaitOwner(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        for (long left = longest.toMillis();
                left > 0 && owned == null && !closed;
                left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
            wait(left);
        }
        return owned != null;
    }

    /** Closes the engine if the cell is owned, which releases it, and waits no more for it. */
    void close() {
        Owned last;
        synchronized (this) {
            closed = true;
            last = owned;
            owned = null;
            notifyAll();
        }
        if (last != null) {
            close(last.engine);
        }
        try {
            thread.join(CLOSING_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
