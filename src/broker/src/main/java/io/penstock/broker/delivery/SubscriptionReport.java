package io.penstock.broker.delivery;

import io.penstock.ConsumerStatistics;
import io.penstock.DestinationStatistics.SubscriptionStatistics;
import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.feed.NeededRanges;
import io.penstock.broker.feed.PartitionFeed;
import io.penstock.broker.feed.PartitionProgress;
import io.penstock.broker.loop.LoopContext;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What a subscription holds, for statistics, browsing and redrive. Asked on the subscription's loop. */
public record SubscriptionReport(
        int id,
        LocalDestination destination,
        String name,
        PartitionProgress[] progress,
        PartitionFeed[] feeds,
        HandOut handOut,
        Counters counters,
        boolean paused,
        int lapsedSettled,
        LoopContext loop) {

    /** Of these offsets, those that are waiting and that nobody has; nobody will from now on. */
    public Set<Long> claim(int partition, List<Long> offsets) {
        Set<Long> held = new HashSet<>();
        for (var delivery : handOut.held()) {
            if (delivery.feed.index == partition) {
                held.add(delivery.offset);
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

    /** Claimed records are handed out as before. */
    public void unclaim(int partition, List<Long> offsets) {
        offsets.forEach(feeds[partition]::unclaim);
        handOut.activate(feeds[partition]);
    }

    /** A claimed record was settled; its place is free. */
    public void claimSettled(int partition, long offset) {
        feeds[partition].claimSettled(offset);
        handOut.activate(feeds[partition]);
    }

    /** Offsets that are not settled, in order: at most that many. */
    public long[] unsettled(int partition, long fromOffset, int limit) {
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

    /** The ranges between two offsets that are not settled: not more than {@link NeededRanges#MAX_RANGES} of them. */
    public long[] needed(int partition, long from, long to) {
        var known = progress[partition];
        var needs = new NeededRanges();
        for (long at = known.nextUnsettled(from); at < to; at = known.nextUnsettled(at)) {
            long end = Math.min(to, known.nextSettled(at));
            needs.add(at, end);
            at = end;
        }
        return needs.ranges();
    }

    /** All that is journaled of the subscription's progress, as entries that rebuild it. */
    public void describeProgress(Consumer<Entry> entries) {
        if (paused) {
            entries.accept(new Entry.Paused(id, true));
        }
        if (lapsedSettled > 0) {
            entries.accept(new Entry.LapsedSettled(id, lapsedSettled));
        }
        var settled = new ArrayList<Entry.Settled.Ranges>();
        for (int i = 0; i < progress.length; i++) {
            long[] bounds = progress[i].settled();
            if (bounds.length > 0) {
                settled.add(new Entry.Settled.Ranges(i, bounds));
            }
        }
        if (!settled.isEmpty()) {
            entries.accept(new Entry.Settled(id, settled.toArray(Entry.Settled.Ranges[]::new)));
        }
        var locked = new ArrayList<Entry.Settled.Ranges>();
        for (int i = 0; i < progress.length; i++) {
            long[] bounds = progress[i].locked();
            if (bounds.length > 0) {
                locked.add(new Entry.Settled.Ranges(i, bounds));
            }
        }
        if (!locked.isEmpty()) {
            entries.accept(new Entry.Locked(id, true, locked.toArray(Entry.Settled.Ranges[]::new)));
        }
        for (int i = 0; i < progress.length; i++) {
            int partition = i;
            progress[i].attempts().forEach((offset, attempts) -> {
                entries.accept(new Entry.Tried(id, partition, offset, attempts));
            });
        }
    }

    /** By partition, the oldest offset that is not settled; that of the end if all is. */
    long[] oldestUnsettled() {
        return Arrays.stream(progress)
                .mapToLong(known -> known.nextUnsettled(0))
                .toArray();
    }

    /** Without the age of the oldest message, which has to be read. */
    SubscriptionStatistics statistics() {
        handOut.passRemoved(feeds);
        long waiting = 0;
        long scheduled = 0;
        for (var feed : feeds) {
            waiting += feed.waiting();
            scheduled += feed.scheduled(loop.nowMillis());
        }
        return new SubscriptionStatistics(
                name,
                waiting,
                handOut.acquired(),
                scheduled,
                handOut.members().size(),
                counters.delivered,
                counters.accepted,
                counters.retried,
                counters.deadLettered,
                counters.discarded,
                counters.skipped,
                0,
                paused,
                consumers());
    }

    private List<ConsumerStatistics> consumers() {
        var members = handOut.members();
        return members.all().stream()
                .map(member -> new ConsumerStatistics(
                        member.options().name(),
                        members.owned(member),
                        member.acquired(),
                        member.delivered(),
                        paused ? "The subscription is paused." : members.idleReason(member)))
                .toList();
    }
}
