package io.penstock.kafka.instance;

import io.penstock.Broker;
import io.penstock.BrokerHealth;
import io.penstock.PenstockException;
import io.penstock.kafka.journal.JournalReader;
import io.penstock.remote.RemoteBroker;
import io.penstock.remote.RemoteOptions;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.InstantSource;

/**
 * An instance and one cell: the broker of the cell is reached through its owner, and the owner may be this instance
 * itself. It is safe for any thread.
 */
public final class CellInstance implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(CellInstance.class);

    /** How often it is looked whether there is an owner. */
    private static final Duration LOOK = Duration.ofMillis(200);

    /** The longest time for an owner to read its state. */
    private static final Duration LONGEST_OPENING = Duration.ofMinutes(10);

    private final CellReach reach;
    private final OwnerFinder finder;
    private final OwnerWatch watch;
    private final RemoteBroker broker;
    private final @Nullable CellCandidate candidate;
    private volatile boolean isClosed;

    /** @param candidate null if this instance is never to own the cell; it is started and closed with this */
    public CellInstance(CellReach reach, @Nullable CellCandidate candidate) {
        this.reach = reach;
        this.candidate = candidate;
        var sight = new OwnerSight(
                reach.names().cell(), reach.lease().toNanos() / 10 * 11, System::nanoTime, InstantSource.system());
        finder = new OwnerFinder(sight, reach);
        broker = RemoteBroker.connect(options(reach, finder));
        watch = new OwnerWatch(
                sight,
                () -> new JournalReader(reach.clients().reader(), reach.names().journal()),
                reach.lease(),
                reach.failoverWait(),
                broker::isConnected);
        watch.start();
        if (candidate != null) {
            candidate.start();
        }
    }

    private static RemoteOptions options(CellReach reach, OwnerFinder finder) {
        var options =
                RemoteOptions.follow(finder).failoverWait(reach.failoverWait()).codec(reach.codec());
        if (reach.tls() != null) {
            options.tls(reach.tls());
        }
        return options.build();
    }

    /** The broker of the cell, wherever its engine runs. */
    public Broker broker() {
        return broker;
    }

    /**
     * Waits until an owner serves: for as long as calls wait, and for longer while an owner is heard of that reads its
     * state.
     *
     * @throws PenstockException.Unavailable if none does
     */
    public void awaitServed() {
        long began = System.nanoTime();
        long heard = began;
        boolean isTold = false;
        try {
            while (!broker.awaitConnection(LOOK)) {
                long now = System.nanoTime();
                heard = isOpening() && now - began < LONGEST_OPENING.toNanos() ? now : heard;
                if (now - heard > reach.failoverWait().toNanos()) {
                    throw new PenstockException.Unavailable(
                            "Nobody serves the cell '" + reach.names().cell() + "'. " + health().detail());
                }
                if (!isTold && now - began > reach.failoverWait().toNanos()) {
                    isTold = true;
                    LOG.infof(
                            "The owner of the cell '%s' does not serve yet. %s",
                            reach.names().cell(), health().detail());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PenstockException.Unavailable("The thread was interrupted while it waited for an owner.", e);
        }
    }

    /** Whether there is an owner that would let this instance in. */
    private boolean isOpening() {
        return finder.find() != null && !(broker.refusal() instanceof PenstockException.Forbidden);
    }

    /** Hints at whether this instance should own the cell: see {@link CellCandidate#prefer}. */
    public void prefer(boolean isPreferred) {
        if (candidate != null) {
            candidate.prefer(isPreferred);
        }
    }

    /** What this instance is to the cell, and has been. */
    public CellStatus status() {
        return candidate != null
                ? candidate.status()
                : new CellStatus(
                        reach.names().cell(),
                        isClosed ? CellState.CLOSED : CellState.CLIENT,
                        0,
                        Duration.ZERO,
                        0,
                        0,
                        Duration.ZERO);
    }

    /** The health of the owner as it said a moment ago, with what this instance is to the cell. */
    public BrokerHealth health() {
        var health = broker.health();
        return health.state() == BrokerHealth.State.CLOSED
                ? health
                : new BrokerHealth(health.state(), (health.detail() + " " + standing()).strip());
    }

    private String standing() {
        var status = status();
        var problem = candidate == null ? null : candidate.problem();
        return switch (status.state()) {
                    case OWNER ->
                        "This instance owns the cell '" + status.cell() + "', in epoch " + status.epoch() + ".";
                    case STANDBY -> "This instance stands by for the cell '" + status.cell() + "'.";
                    case CLIENT -> "This instance is a client of the cell '" + status.cell() + "'.";
                    case CLOSED -> "This instance is closed.";
                }
                + (problem == null ? "" : " It could not open the cell the last time: " + problem.getMessage());
    }

    /** Lets go of what this instance has at the owner; then gives the cell back, if it owns it. */
    @Override
    public void close() {
        isClosed = true;
        broker.close();
        if (candidate != null) {
            candidate.close();
        }
        watch.close();
    }
}
