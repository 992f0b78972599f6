package io.penstock.broker.subscription;

import io.penstock.DestinationStatistics.SubscriptionStatistics;
import io.penstock.broker.delivery.SubscriptionEngine;
import io.penstock.broker.destination.PartitionLog;
import io.penstock.broker.record.JournalRecord;
import io.penstock.journal.JournalException;
import io.penstock.journal.log.Log;

/**
 * Finds how long the oldest messages of a subscription have waited. It reads them in the caller's thread, because loops
 * have other things to do.
 */
public record OldestAge(Log log, long nowMillis) {

    private static final long NONE = 0;
    private static final long UNREADABLE = -1;

    /** The subscription's counts with the age of the oldest message that it has not settled. */
    public SubscriptionStatistics complete(SubscriptionEngine engine) {
        var context = engine.loop();
        var counts = context.ask(() -> engine.report().statistics());
        if (counts.waiting() == 0) {
            return counts;
        }
        long[] oldest = context.ask(() -> engine.report().oldestUnsettled());
        long age = NONE;
        for (int i = 0; i < oldest.length; i++) {
            long ageHere = age(engine.destination().partition(i), oldest[i]);
            if (ageHere == UNREADABLE) {
                return counts.withOldestAge(UNREADABLE);
            }
            age = Math.max(age, ageHere);
        }
        return counts.withOldestAge(age);
    }

    private long age(PartitionLog partition, long offset) {
        if (offset >= partition.endOffset()) {
            return NONE;
        }
        try {
            var record = new JournalRecord.Reader(log, partition.address()).from(offset);
            return record == null ? NONE : Math.max(NONE, nowMillis - record.timestampMillis());
        } catch (JournalException e) {
            return UNREADABLE; // offline, or closed meanwhile: health says so
        }
    }
}
