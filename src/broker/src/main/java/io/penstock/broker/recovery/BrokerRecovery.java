package io.penstock.broker.recovery;

import io.penstock.PenstockException;
import io.penstock.Subscription;
import io.penstock.broker.delivery.BacklogReader;
import io.penstock.broker.delivery.SubscriptionEngine;
import io.penstock.broker.delivery.SubscriptionLoops;
import io.penstock.broker.destination.Catalog;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.entry.UnreadableEntryException;
import io.penstock.broker.loop.LoopCall;
import io.penstock.broker.record.JournalRecord;
import io.penstock.journal.JournalException;
import io.penstock.journal.log.Log;
import io.penstock.journal.log.LogOwner;

import java.nio.file.Path;
import java.util.function.Function;

/**
 * Builds a broker's state from its journal, and makes the engines of subscriptions: first those that are recovered,
 * which start together when all is known, then each as it is declared.
 */
public final class BrokerRecovery implements Catalog.Engines {

    private final SubscriptionLoops loops;
    private final Catalog catalog = new Catalog(() -> journal().storeId(), this);
    private final JournalFollower follower = new JournalFollower(catalog);
    private volatile Log journal;
    private volatile boolean recovered;

    public BrokerRecovery(SubscriptionLoops loops) {
        this.loops = loops;
    }

    public Catalog catalog() {
        return catalog;
    }

    private Log journal() {
        return journal;
    }

    /**
     * Opens the log, and applies what it tells.
     *
     * @param directory in which it lies, for messages
     * @throws PenstockException.DataDirectory if the directory, or what is in it, cannot be used
     */
    public Log open(Path directory, Function<LogOwner, Log> source) {
        try {
            var opened = source.apply(follower);
            catalog.loadEnds(opened::endOffset);
            journal = opened;
            return opened;
        } catch (JournalException.UnusableDirectory | JournalException.Corrupted e) {
            throw new PenstockException.DataDirectory(e.getMessage(), e);
        } catch (UnreadableEntryException e) {
            throw new PenstockException.DataDirectory(
                    "The log in " + directory + " was written by a newer version, or is damaged: " + e.getMessage()
                            + ". Start the version that wrote it, or restore a backup.",
                    e);
        }
    }

    /** Recovery is complete. */
    public void startEngines() {
        for (var destination : catalog.destinations()) {
            destination.recovered();
            var ends = destination.endOffsets();
            var suspects = follower.wasShutDown() ? new long[ends.length] : ends;
            for (var engine : destination.engines()) {
                start(engine, suspects);
                engine.sweepLapsed(journal.incarnation());
            }
        }
        recovered = true;
        catalog.serve();
        var measuring = new BacklogReader(this::journal);
        catalog.destinations().forEach(measuring::measure);
    }

    @Override
    public SubscriptionEngine create(
            int id,
            LocalDestination destination,
            Subscription declared,
            boolean implicit,
            long[] starts,
            long[] limits) {
        var engine = new SubscriptionEngine(id, destination, declared, implicit, starts, limits, loops.assign());
        if (recovered) {
            engine.loop().deliver(LoopCall.of(() -> start(engine, new long[destination.partitionCount()])));
        }
        return engine;
    }

    private void start(SubscriptionEngine engine, long[] suspects) {
        engine.start(log -> new JournalRecord.Reader(this::journal, log.address()), suspects);
    }
}
