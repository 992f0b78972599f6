package io.penstock.broker.delivery;

import io.penstock.broker.entry.Attempts;
import io.penstock.broker.feed.FoundRecord;
import io.penstock.broker.feed.PartitionFeed;
import io.penstock.broker.feed.PartitionProgress;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Tracks the records that a process had when it died, because one of them may have killed it. They are handed out one
 * at a time until each is settled, so that only the one that kills is counted again and again. It belongs to the
 * subscription's loop.
 */
final class Suspects {

    /**
     * The offsets, by partition, that were handed out before the process died and had not failed. They are known from
     * the journal at the start.
     */
    private final Map<Integer, Set<Long>> known = new HashMap<>();

    /** Feeds whose next record has to wait for the one that is out. */
    private final Set<PartitionFeed> waiting = new LinkedHashSet<>();

    /** The feed of the suspect that is out, or about to be; null if there is none. */
    private PartitionFeed feed;

    private long offset;

    /** The delivery of the suspect; null until it is handed out. */
    private LocalDelivery delivery;

    /** @param ends by partition: records below it may have been handed out by a process that died; zero if none did */
    void begin(PartitionProgress[] progress, long[] ends) {
        for (int i = 0; i < ends.length; i++) {
            for (var each : progress[i].attempts().entrySet()) {
                if (each.getKey() < ends[i] && wasInVain(each.getValue())) {
                    known.computeIfAbsent(i, partition -> new HashSet<>()).add(each.getKey());
                }
            }
        }
    }

    /** Whether one of its hand-outs has ended without anybody having said how. */
    private static boolean wasInVain(Attempts attempts) {
        return attempts.deliveries() > attempts.failed();
    }

    /**
     * Whether the found record goes out alone: a suspect, or one that may be and would go out for the last time.
     *
     * @param maxDeliveries after which it becomes a dead letter
     */
    boolean isOne(PartitionFeed of, FoundRecord found, int maxDeliveries) {
        if (!found.isSuspect()) {
            return false;
        }
        int before = found.before().deliveries();
        var ofPartition = known.get(of.index);
        return before + 1 >= maxDeliveries || before > 0 && ofPartition != null && ofPartition.contains(found.offset());
    }

    /** Whether it may go out now; otherwise its feed is told when it may. */
    boolean enter(PartitionFeed of, long at) {
        if (feed == of && offset == at && delivery == null) {
            return true;
        }
        if (!isFree() && !comesBefore(of, at)) {
            waiting.add(of);
            return false;
        }
        feed = of;
        offset = at;
        delivery = null;
        return true;
    }

    /** Whether the feed finds it first, and would never come to the one that is about to be handed out. */
    private boolean comesBefore(PartitionFeed of, long at) {
        return feed == of && delivery == null && at < offset;
    }

    /** Notes that a suspect was handed out. */
    void handed(LocalDelivery suspect) {
        if (feed == suspect.feed && offset == suspect.offset) {
            delivery = suspect;
        }
    }

    /** Notes that a suspect is handed to nobody for now. The result is true if others wait that may be. */
    boolean leave(PartitionFeed of, long at) {
        if (feed != of || offset != at) {
            return false;
        }
        feed = null;
        delivery = null;
        return !waiting.isEmpty();
    }

    /**
     * Whether no suspect is out. One is out until its outcome is in the journal, because the next one may kill the
     * process.
     */
    private boolean isFree() {
        if (feed == null || !feed.withheld().isAvailable(offset)) {
            return true;
        }
        return delivery == null
                ? feed.isClosed()
                : delivery.state != RecordState.ACQUIRED && delivery.state != RecordState.SETTLING;
    }

    /** Asks suspects that waited again, if they need not wait any more. */
    void recall(ActiveFeeds active) {
        if (!waiting.isEmpty() && isFree()) {
            waiting.stream().filter(each -> !each.isClosed()).forEach(active::add);
            waiting.clear();
        }
    }

    /** Notes that all feeds are closed. */
    void closed() {
        waiting.clear();
    }
}
