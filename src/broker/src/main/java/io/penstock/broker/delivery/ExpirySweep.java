package io.penstock.broker.delivery;

import io.penstock.broker.destination.PartitionLog;
import io.penstock.broker.feed.DueHeap;
import io.penstock.broker.feed.ScheduledBound;
import io.penstock.broker.loop.Alarms;
import io.penstock.broker.loop.LoopContext;
import io.penstock.broker.record.RecordView;
import io.penstock.journal.JournalException;

import java.util.Arrays;
import java.util.Set;
import java.util.function.Function;

/**
 * Ends messages of a subscription that have expired and that nobody asks for, in bounded steps: each record is read
 * once while it waits, and remembered by its time. It runs only where messages expire; it belongs to the subscription's
 * loop.
 */
final class ExpirySweep {

    /** The time between two steps: a message expires late by about as much. */
    static final long STEP_MILLIS = 1_000;

    /** Records read in one step: a few milliseconds. */
    private static final int MAX_READ = 4_096;

    /** Messages ended in one step; each is an append of its own if it becomes a dead letter. */
    private static final int MAX_ENDED = 1_024;

    /**
     * Times that are remembered of a partition, 16 bytes each; with more, those behind are read later. They are fewer
     * where the {@link ScheduledBound bound} of all times in the broker is reached.
     */
    private static final int MAX_REMEMBERED = 1 << 20;

    private final LocalSubscription subscription;
    private final LoopContext loop;
    private final Consumers consumers;
    private final PartitionFeeds feeds;
    private final HandOut handOut;
    private final ScheduledBound bound;
    private RecordView.Source[] sources;
    private long[] next;
    private DueHeap[] times;
    private final Alarms.Alarm alarm;

    ExpirySweep(
            LocalSubscription subscription,
            LoopContext loop,
            Consumers consumers,
            PartitionFeeds feeds,
            HandOut handOut,
            ScheduledBound bound) {
        this.bound = bound;
        this.subscription = subscription;
        this.loop = loop;
        this.consumers = consumers;
        this.feeds = feeds;
        this.handOut = handOut;
        alarm = new Alarms.Alarm(subscription, this::step);
        int partitions = feeds.all().length;
        sources = new RecordView.Source[partitions];
        next = new long[partitions];
        times = new DueHeap[partitions];
    }

    void start(Function<PartitionLog, RecordView.Source> recordSources) {
        open(0, recordSources);
    }

    /** The subscription is gone. */
    void end() {
        loop.alarms().cancel(alarm);
        forgetAll();
    }

    private void forgetAll() {
        for (int i = 0; i < times.length; i++) {
            if (times[i] != null) {
                bound.changed(-times[i].size());
                times[i] = new DueHeap();
            }
        }
    }

    private boolean isFull(DueHeap heap) {
        return heap.size() >= MAX_REMEMBERED || bound.isReached(heap.size());
    }

    /** The destination has more partitions. */
    void grow() {
        int partitions = feeds.all().length;
        sources = Arrays.copyOf(sources, partitions);
        next = Arrays.copyOf(next, partitions);
        times = Arrays.copyOf(times, partitions);
    }

    void open(int from, Function<PartitionLog, RecordView.Source> recordSources) {
        for (int i = from; i < sources.length; i++) {
            sources[i] = recordSources.apply(subscription.destination().partition(i));
            times[i] = new DueHeap();
        }
    }

    /** Begins anew, because messages that were settled may not be any more. */
    void restart() {
        forgetAll();
        Arrays.fill(next, 0);
    }

    /** Runs again soon, because there may be something new to look at. */
    void wake() {
        if (!subscription.destination().expires()) {
            return;
        }
        long at = Alarms.NEVER;
        for (int i = 0; i < next.length; i++) {
            boolean isRead = !isFull(times[i]) && feeds.progress(i).nextUnsettled(next[i]) < end(i);
            long due = isRead ? 0 : times[i].earliestMillis();
            at = Math.min(at, due);
        }
        if (at != Alarms.NEVER) {
            loop.alarms().arm(alarm, Math.max(at, loop.nowMillis() + STEP_MILLIS));
        }
    }

    private long end(int partition) {
        return feeds.feed(partition).isClosed() ? 0 : feeds.feed(partition).endOffset();
    }

    private void step() {
        for (int i = 0; i < next.length && !consumers.areFenced(); i++) {
            try {
                read(i);
                end(i, loop.nowMillis());
            } catch (JournalException.PartitionOffline e) {
                // The log has said so; what is not settled stays until the partition can be read.
                next[i] = Long.MAX_VALUE;
            }
        }
        wake();
    }

    private void read(int partition) {
        var heap = times[partition];
        if (isFull(heap)) {
            int before = heap.size();
            heap.removeIf(feeds.progress(partition)::isSettled);
            bound.changed(heap.size() - before);
        }
        long end = end(partition);
        for (int read = 0; read < MAX_READ && !isFull(heap); read++) {
            long at = feeds.progress(partition).nextUnsettled(next[partition]);
            if (at >= end) {
                return;
            }
            var record = sources[partition].from(at);
            if (record == null) {
                next[partition] = end;
                return;
            }
            next[partition] = record.offset() + 1;
            long expires = record.expiresAtMillis();
            if (expires != Long.MAX_VALUE) {
                heap.add(expires, record.offset());
                bound.changed(1);
            }
        }
    }

    private void end(int partition, long now) {
        var heap = times[partition];
        var held = heap.earliestMillis() <= now ? consumers.held(partition) : Set.<Long>of();
        var feed = feeds.feed(partition);
        for (int ended = 0; !feed.isOnHold() && ended < MAX_ENDED && heap.earliestMillis() <= now; ended++) {
            long at = heap.poll();
            bound.changed(-1);
            if (!feed.withheld().isAvailable(at) || held.contains(at)) {
                continue; // Settled, or somebody's: when it is given back, it is looked at before it is handed out.
            }
            var record = sources[partition].from(at);
            if (record != null && record.offset() == at && feed.claim(at)) {
                handOut.bury(feed, record, DeadLetterCause.expired(record.expiresAtMillis()));
            }
        }
    }
}
