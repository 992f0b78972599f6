package io.penstock.broker;

import io.penstock.DestinationStatistics.SubscriptionStatistics;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a subscription holds, for statistics, browsing and redrive. Asked on the subscription's loop. */
record Inventory(
        LocalDestination destination,
        String name,
        PartitionProgress[] progress,
        PartitionFeed[] feeds,
        HandOut handOut,
        Counters counters,
        LoopContext context) {

    /** Of these offsets, those that are waiting and that nobody has; nobody will from now on. */
    Set<Long> claim(int partition, List<Long> offsets) {
        Set<Long> held = new HashSet<>();
        for (var member : handOut.all()) {
            for (var delivery : member.held()) {
                if (delivery.feed.index == partition) {
                    held.add(delivery.offset);
                }
            }
        }
        var claimed = new HashSet<Long>();
        for (long offset : offsets) {
            if (!held.contains(offset) && feeds[partition].claim(offset)) {
                claimed.add(offset);
            }
        }
        return claimed;
    }

    /** A claimed record was settled; its place is free. */
    void claimSettled(int partition, long offset) {
        feeds[partition].claimSettled(offset);
        handOut.activate(feeds[partition]);
    }

    /** Offsets that are not settled, in order: at most that many. */
    long[] unsettled(int partition, long fromOffset, int limit) {
        var known = progress[partition];
        long end = destination.partition(partition).endOffset();
        var offsets = new long[(int) Math.min(limit, known.unsettled(end))];
        int count = 0;
        for (long at = known.nextUnsettled(fromOffset);
                at < end && count < offsets.length;
                at = known.nextUnsettled(at + 1)) {
            offsets[count++] = at;
        }
        return Arrays.copyOf(offsets, count);
    }

    SubscriptionStatistics statistics() {
        long waiting = 0;
        long scheduled = 0;
        for (var feed : feeds) {
            waiting += feed.waiting();
            scheduled += feed.scheduled(context.nowMillis());
        }
        return new SubscriptionStatistics(
                name,
                waiting,
                handOut.acquired(),
                scheduled,
                handOut.members(),
                counters.delivered,
                counters.accepted,
                counters.retried,
                counters.deadLettered,
                counters.discarded);
    }
}
