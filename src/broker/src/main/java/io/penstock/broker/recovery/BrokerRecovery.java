package io.penstock.broker.recovery;

import io.penstock.PenstockException;
import io.penstock.broker.delivery.SubscriptionEngine;
import io.penstock.broker.destination.ArchiveCompression;
import io.penstock.broker.entry.UnreadableEntryException;
import io.penstock.broker.feed.RecordSources;
import io.penstock.broker.record.JournalRecord;
import io.penstock.broker.subscription.BacklogReader;
import io.penstock.broker.subscription.EngineFactory;
import io.penstock.journal.JournalException;
import io.penstock.journal.log.Log;
import io.penstock.journal.log.LogOwner;

import java.nio.file.Path;
import java.util.function.Function;

/** Recovers the state of a broker from its log, and then lets the engines of all subscriptions begin. */
public final class BrokerRecovery {

    private final BrokerState state;
    private final EngineFactory engines;
    private final JournalFollower follower;

    public BrokerRecovery(BrokerState state, EngineFactory engines) {
        this.state = state;
        this.engines = engines;
        follower = new JournalFollower(state);
    }

    /**
     * Opens the log, and applies what it tells.
     *
     * @param directory in which it lies, for messages; null if it lies elsewhere
     * @throws PenstockException.StorageUnusable if the place where it lies, or what is there, cannot be used
     */
    public Log open(Path directory, Function<LogOwner, Log> source) {
        try {
            var log = source.apply(follower);
            state.destinations().opened(log.storeId(), log::startOffset, log::endOffset);
            return log;
        } catch (JournalException.UnusableDirectory | JournalException.Corrupted e) {
            throw new PenstockException.StorageUnusable(e.getMessage(), e);
        } catch (UnreadableEntryException e) {
            throw new PenstockException.StorageUnusable(
                    "The log" + (directory == null ? "" : " in " + directory)
                            + " was written by a newer version, or is damaged: " + e.getMessage()
                            + ". Start the version that wrote it, or restore a backup.",
                    e);
        }
    }

    /** Starts an engine. A failure keeps no other engine from starting. */
    private static void start(SubscriptionEngine engine, RecordSources records, long[] suspects, int incarnation) {
        try {
            engine.start(records, suspects);
            engine.sweepLapsed(incarnation);
        } catch (RuntimeException | Error e) {
            engine.failed(e);
        }
    }

    /** Starts the engines when all is known: they hand out as soon as their loops run. */
    public void startEngines(Log log, BacklogReader backlogs) {
        RecordSources records = (partition, whenHere) -> new JournalRecord.Reader(log, partition.address(), whenHere);
        for (var destination : state.destinations().destinations()) {
            destination.recovered();
            var ends = destination.endOffsets();
            var suspects = follower.wasShutDown() ? new long[ends.length] : ends;
            for (var engine : state.subscriptions().list(destination)) {
                start(engine, records, suspects, log.incarnation());
            }
        }
        engines.recovered(records);
        state.destinations().serve();
        ArchiveCompression.warn(state.destinations().destinations());
        state.destinations().destinations().forEach(backlogs::measure);
    }
}
