package io.penstock.postgres.outbox;

import org.jboss.logging.Logger;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets a relay do rounds for as long as there is something to do, and then waits to be woken, or for the next look. If
 * database or broker are away, it tries again and again, more and more seldom.
 */
final class RelayLoop implements Runnable {

    private static final Logger LOG = Logger.getLogger(RelayLoop.class);

    private static final Backoff AFTER_FAILURE = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));

    private final Relay relay;
    private final OutboxUpkeep upkeep;
    private final Duration sweepInterval;
    private final Semaphore signals = new Semaphore(0);
    private final CountDownLatch stop = new CountDownLatch(1);
    private int failures;

    RelayLoop(Relay relay, OutboxUpkeep upkeep, Duration sweepInterval) {
        this.relay = relay;
        this.upkeep = upkeep;
        this.sweepInterval = sweepInterval;
    }

    /** Says that there may be rows. Safe for any thread. */
    void wake() {
        if (signals.availablePermits() == 0) {
            signals.release();
        }
    }

    /** Ends the loop after the round that is under way. Safe for any thread. */
    void stop() {
        stop.countDown();
        wake();
    }

    @Override
    public void run() {
        try {
            while (stop.getCount() > 0) {
                step();
            }
        } catch (InterruptedException e) {
            LOG.debug("The relay of the outbox was interrupted: it ends.");
        }
    }

    private void step() throws InterruptedException {
        try {
            boolean isBusy = relay.round();
            upkeep.run();
            failures = 0;
            if (!isBusy) {
                awaitSignal();
            }
        } catch (SQLException | RuntimeException e) {
            var delay = AFTER_FAILURE.after(failures++);
            // The same problem fills no log, and is not forgotten either.
            if (Integer.bitCount(failures) == 1) {
                LOG.warnf(
                        e, "The outbox could not be relayed (%d times in a row); next attempt in %s", failures, delay);
            }
            // Whoever commits meanwhile does not shorten the wait: they may be many.
            stop.await(delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void awaitSignal() throws InterruptedException {
        if (signals.tryAcquire(sweepInterval.toMillis(), TimeUnit.MILLISECONDS)) {
            signals.drainPermits();
        }
    }
}
