package io.penstock.broker.operation;

import io.penstock.BrowseRequest;
import io.penstock.PenstockException;
import io.penstock.StoredMessage;
import io.penstock.broker.delivery.SubscriptionEngine;
import io.penstock.broker.delivery.SubscriptionReport;
import io.penstock.broker.destination.Catalog;
import io.penstock.broker.destination.PartitionLog;
import io.penstock.broker.loop.Outcomes;
import io.penstock.broker.record.JournalRecord;
import io.penstock.broker.record.RecordFilter;
import io.penstock.broker.subscription.SubscriptionCatalog;
import io.penstock.journal.JournalException;
import io.penstock.journal.log.Log;

import java.util.ArrayList;
import java.util.List;

/** Reads messages without consuming them, in the caller's thread. */
public final class Browser {

    private final Log log;
    private final Catalog catalog;
    private final SubscriptionCatalog subscriptions;

    public Browser(Log log, Catalog catalog, SubscriptionCatalog subscriptions) {
        this.log = log;
        this.catalog = catalog;
        this.subscriptions = subscriptions;
    }

    /** Reads what a subscription has not settled, or everything if the request names none. */
    public List<StoredMessage> browse(BrowseRequest request) {
        var destination = catalog.require(request.destination());
        var engine = request.subscription() == null ? null : subscriptions.require(destination, request.subscription());
        if (request.partition() >= destination.partitionCount()) {
            throw new PenstockException.InvalidConfiguration("Cannot browse partition " + request.partition() + " of '"
                    + destination.name() + "', which has " + destination.partitionCount() + ".");
        }
        var wanted = DeadLetterFields.filter(request.filter());
        var found = new ArrayList<StoredMessage>();
        int[] all = request.partition() < 0 ? destination.partitions().inOrder() : new int[] {request.partition()};
        for (int i : all) {
            if (found.size() >= request.limit()) {
                break;
            }
            var partition = destination.partition(i);
            try {
                if (engine == null) {
                    everything(partition, request, wanted, found);
                } else {
                    found.addAll(of(engine, partition, request, wanted, request.limit() - found.size()));
                }
            } catch (JournalException.PartitionOffline e) {
                throw Outcomes.offline(destination.name(), i, e.getMessage());
            }
        }
        return found;
    }

    private List<StoredMessage> of(
            SubscriptionEngine engine, PartitionLog partition, BrowseRequest request, RecordFilter wanted, int limit) {
        int index = partition.index();
        var records = read(
                partition,
                engine,
                request.fromOffset(),
                limit,
                wanted,
                request.parked() ? SubscriptionReport::parked : SubscriptionReport::unsettled);
        if (records.isEmpty()) {
            return List.of();
        }
        var offsets = records.stream().map(JournalRecord::offset).toList();
        var parked = engine.loop().ask(() -> engine.report().parkedOf(index, offsets));
        return records.stream()
                .map(record ->
                        new StoredMessage(record.message(), index, record.offset(), parked.contains(record.offset())))
                .toList();
    }

    /**
     * Finds offsets of a partition in order, from a given one on and up to a number, in the report of a subscription.
     */
    private interface Offsets {
        long[] of(SubscriptionReport report, int partition, long from, int limit);
    }

    private void everything(
            PartitionLog partition, BrowseRequest request, RecordFilter wanted, List<StoredMessage> found) {
        var reader = new JournalRecord.Reader(log, partition.address());
        long end = partition.endOffset();
        long offset = Math.max(request.fromOffset(), log.startOffset(partition.id()));
        for (; offset < end && found.size() < request.limit(); offset++) {
            var record = reader.from(offset);
            if (record == null || record.offset() >= end) {
                return;
            }
            offset = record.offset();
            if (!record.isLapsed() && wanted.matches(record)) {
                found.add(new StoredMessage(record.message(), partition.index(), offset));
            }
        }
    }

    /**
     * Reads the records of a partition from that offset on that the subscription has not settled and that match the
     * filter.
     */
    List<JournalRecord> waiting(
            PartitionLog partition, SubscriptionEngine engine, long fromOffset, int limit, RecordFilter wanted) {
        return read(partition, engine, fromOffset, limit, wanted, SubscriptionReport::unsettled);
    }

    private List<JournalRecord> read(
            PartitionLog partition,
            SubscriptionEngine engine,
            long fromOffset,
            int limit,
            RecordFilter wanted,
            Offsets asked) {
        var found = new ArrayList<JournalRecord>();
        var reader = new JournalRecord.Reader(log, partition.address());
        long from = fromOffset;
        while (found.size() < limit) {
            long start = from;
            int missing = limit - found.size();
            long[] offsets = engine.loop().ask(() -> asked.of(engine.report(), partition.index(), start, missing));
            if (offsets.length == 0) {
                return found;
            }
            from = offsets[offsets.length - 1] + 1;
            for (long offset : offsets) {
                var record = reader.from(offset);
                if (record == null) {
                    return found;
                }
                if (record.offset() >= from) {
                    // Whatever lies between was removed, and may be much.
                    from = record.offset();
                    break;
                }
                if (record.offset() != offset) {
                    continue;
                }
                if (!record.isLapsed() && engine.subscription().wanted().matches(record) && wanted.matches(record)) {
                    found.add(record);
                }
            }
        }
        return found;
    }
}
