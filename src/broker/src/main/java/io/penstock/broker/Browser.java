package io.penstock.broker;

import io.penstock.BrowseRequest;
import io.penstock.PenstockException;
import io.penstock.StoredMessage;
import io.penstock.journal.Journal;

import java.util.ArrayList;
import java.util.List;

/** Reads messages without taking them, in the caller's thread. */
final class Browser {

    private final Journal journal;

    Browser(Journal journal) {
        this.journal = journal;
    }

    /** @param engine to read what it has not settled; null for everything */
    List<StoredMessage> browse(BrowseRequest request, LocalDestination destination, SubscriptionEngine engine) {
        if (request.partition() >= destination.partitionCount()) {
            throw new PenstockException.InvalidConfiguration("Cannot browse partition " + request.partition() + " of '"
                    + destination.name() + "', which has " + destination.partitionCount() + ".");
        }
        var found = new ArrayList<StoredMessage>();
        int first = Math.max(0, request.partition());
        int last = request.partition() < 0 ? destination.partitionCount() - 1 : request.partition();
        for (int i = first; i <= last && found.size() < request.limit(); i++) {
            var log = destination.partition(i);
            if (engine == null) {
                everything(log, request, found);
            } else {
                waiting(log, engine, request, found);
            }
        }
        return found;
    }

    private void everything(PartitionLog log, BrowseRequest request, List<StoredMessage> found) {
        var reader = new JournalRecord.Reader(() -> journal, log);
        long end = log.endOffset();
        long offset = Math.max(request.fromOffset(), journal.startOffset(log.id()));
        for (; offset < end && found.size() < request.limit(); offset++) {
            found.add(new StoredMessage(reader.at(offset).message(), log.index(), offset));
        }
    }

    private void waiting(
            PartitionLog log, SubscriptionEngine engine, BrowseRequest request, List<StoredMessage> found) {
        var reader = new JournalRecord.Reader(() -> journal, log);
        long from = request.fromOffset();
        while (found.size() < request.limit()) {
            long start = from;
            int missing = request.limit() - found.size();
            long[] offsets = engine.context().ask(() -> engine.inventory().unsettled(log.index(), start, missing));
            if (offsets.length == 0) {
                return;
            }
            for (long offset : offsets) {
                var record = reader.at(offset);
                if (record.target() == null || record.target().equals(engine.name())) {
                    found.add(new StoredMessage(record.message(), log.index(), offset));
                }
            }
            from = offsets[offsets.length - 1] + 1;
        }
    }
}
