package io.penstock.broker.operation;

import io.penstock.MessageProgress;
import io.penstock.MessageState;
import io.penstock.PenstockException;
import io.penstock.broker.delivery.SubscriptionEngine;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.loop.Outcomes;
import io.penstock.broker.record.JournalRecord;
import io.penstock.broker.subscription.SubscriptionCatalog;
import io.penstock.journal.JournalException;
import io.penstock.journal.log.Log;

import java.util.List;
import java.util.Optional;

/** Finds out what has become of one message in each subscription, in the caller's thread. */
public final class ProgressReader {

    private final Log log;
    private final SubscriptionCatalog subscriptions;

    public ProgressReader(Log log, SubscriptionCatalog subscriptions) {
        this.log = log;
        this.subscriptions = subscriptions;
    }

    /** The progress in each subscription, by its name; empty if there is no message there. */
    public List<MessageProgress> read(LocalDestination destination, int partition, long offset) {
        if (partition < 0 || partition >= destination.partitionCount()) {
            throw new PenstockException.InvalidConfiguration("There is no partition " + partition + " of '"
                    + destination.name() + "', which has " + destination.partitionCount() + ".");
        }
        try {
            var record = record(destination, partition, offset);
            return record == null
                    ? List.of()
                    : subscriptions.list(destination).stream()
                            .map(engine -> of(engine, partition, record))
                            .toList();
        } catch (JournalException.PartitionOffline e) {
            throw Outcomes.offline(destination.name(), partition, e.getMessage());
        }
    }

    private JournalRecord record(LocalDestination destination, int partition, long offset) {
        var lane = destination.partition(partition);
        if (offset < log.startOffset(lane.id()) || offset >= lane.endOffset()) {
            return null;
        }
        var record = new JournalRecord.Reader(log, lane.address()).from(offset);
        return record == null || record.offset() != offset || record.isLapsed() ? null : record;
    }

    private static MessageProgress of(SubscriptionEngine engine, int partition, JournalRecord record) {
        if (!engine.subscription().wanted().matches(record)) {
            return new MessageProgress(
                    engine.subscription().name(), MessageState.NOT_MEANT, 0, 0, null, Optional.empty());
        }
        long deliverAt = record.deliverAtMillis();
        return engine.loop().ask(() -> engine.report().progress(partition, record.offset(), deliverAt));
    }
}
