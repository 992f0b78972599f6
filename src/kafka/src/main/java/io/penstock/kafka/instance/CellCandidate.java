package io.penstock.kafka.instance;

import io.penstock.PenstockException;
import io.penstock.broker.EmbeddedBroker;
import io.penstock.journal.JournalException;
import io.penstock.kafka.log.KafkaLog;
import io.penstock.kafka.log.KeptText;
import io.penstock.kafka.log.LogOpening;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * An instance that may own a cell: it waits until it owns the cell, runs the engine until the cell is lost, and begins
 * anew. One thread does so. It is safe for any thread.
 */
public final class CellCandidate implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(CellCandidate.class);

    /** After what could not be opened, so that nobody is asked the same all the time. */
    private static final long PAUSE_MILLIS = 1_000;

    private static final long CLOSING_MILLIS = 60_000;

    private final CellSetup setup;
    private final Thread thread = new Thread(this::run, "penstock-kafka-cell");

    /** The engine of an owner, with its log. */
    private record Owned(EmbeddedBroker engine, KafkaLog log) {}

    private @Nullable Owned owned;
    private @Nullable Exception problem;
    private boolean isOwning;
    private boolean ends;
    private boolean isFenced;
    private boolean closed;
    private long takeOvers;
    private long fenced;
    private Duration lastOpening = Duration.ZERO;
    private volatile boolean preferred = true;

    /** It contends from {@link #start} on. */
    public CellCandidate(CellSetup setup) {
        this.setup = setup;
        thread.setDaemon(true);
    }

    /** Begins to contend for the cell. */
    public void start() {
        thread.start();
    }

    private void run() {
        long formerEpoch = 0;
        while (!isClosed()) {
            try (var door = new LinkDoor(setup.door());
                    var opening = new LogOpening(
                            setup.log(),
                            setup.clients(),
                            setup.admin(),
                            setup.topics(),
                            setup.clock(),
                            formerEpoch,
                            door)) {
                if (opening.await(this::isClosed, () -> preferred)) {
                    formerEpoch = own(opening, door);
                }
            } catch (RuntimeException e) {
                tell(e);
                failed(e);
            } catch (Error e) {
                LOG.errorf(
                        e,
                        "The cell %s cannot be opened, which is tried again.",
                        setup.log().cell());
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
                    setup.log().cell());
        }
    }

    /** Runs the engine for as long as the cell is owned, and returns the epoch of that. */
    private long own(LogOpening opening, LinkDoor door) {
        long began = System.nanoTime();
        synchronized (this) {
            isOwning = true;
            ends = false;
            isFenced = false;
        }
        var kept = new KeptText();
        var logs = new KafkaLog[1];
        try {
            var engine = EmbeddedBroker.open(
                    setup.engine(), setup.clock(), owner -> logs[0] = opening.open(owner, kept, this::lost), kept);
            serve(new Owned(engine, logs[0]), door, Duration.ofNanos(System.nanoTime() - began));
            return logs[0].epoch();
        } finally {
            synchronized (this) {
                isOwning = false;
            }
        }
    }

    /** Whoever uses the engine is sent away before it ends, so that nobody is told that it does. */
    private void serve(Owned mine, LinkDoor door, Duration opening) {
        LOG.infof("This instance owns the cell %s, in epoch %d.", setup.log().cell(), mine.log.epoch());
        synchronized (this) {
            problem = null;
            takeOvers++;
            lastOpening = opening;
            owned = closed ? null : mine;
            notifyAll();
        }
        door.serve(mine.engine);
        awaitEnd();
        door.close();
        close(mine.engine);
        LOG.infof("This instance owns the cell %s no longer.", setup.log().cell());
    }

    private synchronized void awaitEnd() {
        while (!closed && !ends) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                closed = true;
            }
        }
        owned = null;
        fenced += isFenced ? 1 : 0;
        notifyAll();
    }

    private static void close(EmbeddedBroker engine) {
        try {
            engine.close();
        } catch (PenstockException e) {
            LOG.warnf("The engine did not close cleanly: %s", e.getMessage());
        }
    }

    /** The log writes no more. */
    private synchronized void lost(JournalException cause) {
        isFenced = true;
        end();
    }

    private synchronized void end() {
        ends = true;
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

    /** What this instance is to the cell now. */
    public synchronized CellState state() {
        return closed ? CellState.CLOSED : owned == null ? CellState.STANDBY : CellState.OWNER;
    }

    /** Why the cell could not be opened the last time; null if nothing is known of that. */
    public synchronized @Nullable Exception problem() {
        return problem;
    }

    /** The number of the ownership, which grows with each; 0 while this instance does not own the cell. */
    public synchronized long epoch() {
        return owned == null ? 0 : owned.log.epoch();
    }

    /** The engine of the cell, or null while this instance does not own it. */
    public synchronized @Nullable EmbeddedBroker engine() {
        return owned == null ? null : owned.engine;
    }

    /**
     * Waits until this instance owns the cell, for that long at most, and returns whether it does.
     *
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public synchronized boolean awaitOwner(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        for (long left = longest.toMillis();
                left > 0 && owned == null && !closed;
                left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
            wait(left);
        }
        return owned != null;
    }

    /**
     * Hints at whether this instance should own the cell rather than another one. Whoever is not preferred waits one
     * more lease before it contends. An owner that is told so closes its engine, once, which releases the cell; if
     * nobody else takes it within that time, it owns the cell again.
     */
    public synchronized void prefer(boolean isPreferred) {
        preferred = isPreferred;
        if (!isPreferred && isOwning) {
            end();
        }
    }

    /** What this instance is to the cell, and has been. */
    public synchronized CellStatus status() {
        var mine = owned;
        return new CellStatus(
                setup.topics().names().cell(),
                state(),
                epoch(),
                mine == null
                        ? Duration.ZERO
                        : Duration.ofNanos(Math.max(0, mine.log.lease().leftNanos())),
                takeOvers,
                fenced,
                lastOpening);
    }

    /** Closes the engine if this instance owns the cell, which releases it, and contends no more. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join(CLOSING_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
