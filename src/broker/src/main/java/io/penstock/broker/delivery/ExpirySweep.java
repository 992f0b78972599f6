package io.penstock.broker.delivery;

import io.penstock.broker.feed.DueHeap;
import io.penstock.broker.feed.ScheduledBound;
import io.penstock.broker.loop.Alarms;
import io.penstock.broker.loop.LoopContext;
import io.penstock.broker.record.RecordView;
import io.penstock.journal.JournalException;

import java.util.Arrays;
import java.util.Set;

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

    /** Messages ended in one go; each is an append of its own if it becomes a dead letter. */
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

    /** By partition, whether it goes on there when a record was fetched. */
    private boolean[] awaiting;

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
        awaiting = new boolean[partitions];
    }

    /** The subscription is gone. */
    void end() {
        loop.alarms().cancel(alarm);
        forgetAll();
    }

    private void forgetAll() {
        for (int i = 0; i < times.length; i++) {
            if (times[i] != null) {
                forget(i);
            }
        }
    }

    private void forget(int partition) {
        bound.changed(-times[partition].size());
        times[partition] = new DueHeap();
        awaiting[partition] = false;
        sources[partition].cancelFetch();
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
        awaiting = Arrays.copyOf(awaiting, partitions);
    }

    /** Opens partitions, once their feeds can be. */
    void open(int from) {
        for (int i = from; i < sources.length; i++) {
            int partition = i;
            sources[i] = feeds.source(i, () -> fetched(partition));
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
            if (awaiting[i]) {
                continue;
            }
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
            if (!awaiting[i]) {
                step(i);
            }
        }
        wake();
    }

    /** Goes on in one partition, at once: what was to be fetched may be one record of many. */
    private void fetched(int partition) {
        if (awaiting[partition]) {
            awaiting[partition] = false;
            if (!consumers.areFenced()) {
                step(partition);
            }
            wake();
        }
    }

    private void step(int partition) {
        try {
            long now = loop.nowMillis();
            // A source waits for one record at a time. Those whose time has come do not wait for all the others.
            awaiting[partition] = !end(partition, now) || !read(partition) || !end(partition, now);
        } catch (JournalException.PartitionOffline e) {
            // The log has said so; what is not settled stays until the partition can be read.
            next[partition] = Long.MAX_VALUE;
            forget(partition);
        }
    }

    /** Reads on; false if a record has to be fetched first. */
    private boolean read(int partition) {
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
                return true;
            }
            if (!sources[partition].isHere(at)) {
                return false;
            }
            var record = sources[partition].from(at);
            if (record == null) {
                next[partition] = end;
                return true;
            }
            next[partition] = record.offset() + 1;
            long expires = record.expiresAtMillis();
            if (expires != Long.MAX_VALUE) {
                heap.add(expires, record.offset());
                bound.changed(1);
            }
        }
        return true;
    }

    /** Ends those whose time has come; false if a record has to be fetched first. */
    private boolean end(int partition, long now) {
        var heap = times[partition];
        var held = heap.earliestMillis() <= now ? consumers.held(partition) : Set.<Long>of();
        var feed = feeds.feed(partition);
        for (int ended = 0; !feed.isOnHold() && ended < MAX_ENDED && heap.earliestMillis() <= now; ended++) {
            long at = heap.first();
            // Settled, or somebody's: when it is given back, it is looked at before it is handed out.
            boolean isLeft = feed.withheld().isAvailable(at) && !held.contains(at);
            if (isLeft && !sources[partition].isHere(at)) {
                return false;
            }
            heap.poll();
            bound.changed(-1);
            if (!isLeft) {
                continue;
            }
            var record = sources[partition].from(at);
            if (record != null && record.offset() == at && feed.claim(at)) {
                handOut.bury(feed, record, DeadLetterCause.expired(record.expiresAtMillis()));
            }
        }
        return true;
    }
}
