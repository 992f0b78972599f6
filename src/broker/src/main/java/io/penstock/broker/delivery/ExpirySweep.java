package io.penstock.broker.delivery;

import io.penstock.broker.destination.PartitionLog;
import io.penstock.broker.feed.DueHeap;
import io.penstock.broker.feed.PartitionFeed;
import io.penstock.broker.feed.PartitionProgress;
import io.penstock.broker.loop.Alarms;
import io.penstock.broker.loop.LoopContext;
import io.penstock.broker.record.RecordView;
import io.penstock.journal.JournalException;
import org.jboss.logging.Logger;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;

/**
 * Ends messages of a subscription whose time is over and that nobody asks for, in steps that are bounded: each record
 * is read once while it waits, and remembered by its time. Only where messages expire; belongs to the subscription's
 * loop.
 */
final class ExpirySweep {

    private static final Logger LOG = Logger.getLogger(ExpirySweep.class);

    /** Between two steps: a message is late by about as much. */
    static final long STEP_MILLIS = 1_000;

    /** Records read in one step: a few milliseconds. */
    private static final int MAX_READ = 4_096;

    /** Messages ended in one step; each is an append of its own if it becomes a dead letter. */
    private static final int MAX_ENDED = 1_024;

    /** Times that are remembered of a partition, 16 bytes each; with more, those behind are read later. */
    private static final int MAX_REMEMBERED = 1 << 20;

    private final SubscriptionEngine engine;
    private final LoopContext loop;
    private final HandOut handOut;
    private PartitionProgress[] progress;
    private PartitionFeed[] feeds;
    private RecordView.Source[] sources;
    private long[] next;
    private DueHeap[] times;
    private final Alarms.Alarm alarm = new Alarms.Alarm(this::step);

    ExpirySweep(
            SubscriptionEngine engine,
            LoopContext loop,
            HandOut handOut,
            PartitionProgress[] progress,
            PartitionFeed[] feeds) {
        this.engine = engine;
        this.loop = loop;
        this.handOut = handOut;
        this.progress = progress;
        this.feeds = feeds;
        sources = new RecordView.Source[progress.length];
        next = new long[progress.length];
        times = new DueHeap[progress.length];
    }

    void start(Function<PartitionLog, RecordView.Source> recordSources) {
        open(0, recordSources);
    }

    /** The destination has more partitions. */
    void grow(PartitionProgress[] moreProgress, PartitionFeed[] moreFeeds) {
        progress = moreProgress;
        feeds = moreFeeds;
        sources = Arrays.copyOf(sources, progress.length);
        next = Arrays.copyOf(next, progress.length);
        times = Arrays.copyOf(times, progress.length);
    }

    void open(int from, Function<PartitionLog, RecordView.Source> recordSources) {
        for (int i = from; i < sources.length; i++) {
            sources[i] = recordSources.apply(engine.destination().partition(i));
            times[i] = new DueHeap();
        }
    }

    /** Everything is looked at again: what was settled may not be any more. */
    void restart() {
        for (int i = 0; i < next.length; i++) {
            next[i] = 0;
            times[i] = new DueHeap();
        }
    }

    /** There may be something new to look at. */
    void wake() {
        if (!engine.destination().expires()) {
            return;
        }
        long at = Alarms.NEVER;
        for (int i = 0; i < next.length; i++) {
            boolean isRead = times[i].size() < MAX_REMEMBERED && progress[i].nextUnsettled(next[i]) < end(i);
            long due = isRead ? 0 : times[i].earliestMillis();
            at = Math.min(at, due);
        }
        if (at != Alarms.NEVER) {
            loop.alarms().arm(alarm, Math.max(at, loop.nowMillis() + STEP_MILLIS));
        }
    }

    private long end(int partition) {
        return feeds[partition].isClosed() ? 0 : feeds[partition].endOffset();
    }

    private void step() {
        for (int i = 0; i < next.length && !engine.isSeeking(); i++) {
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
        if (heap.size() >= MAX_REMEMBERED) {
            heap.removeIf(progress[partition]::isSettled);
        }
        long end = end(partition);
        for (int read = 0; read < MAX_READ && heap.size() < MAX_REMEMBERED; read++) {
            long at = progress[partition].nextUnsettled(next[partition]);
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
            }
        }
    }

    private void end(int partition, long now) {
        var heap = times[partition];
        var held = heap.earliestMillis() <= now ? held(partition) : Set.<Long>of();
        var feed = feeds[partition];
        for (int ended = 0; !feed.isOnHold() && ended < MAX_ENDED && heap.earliestMillis() <= now; ended++) {
            long at = heap.poll();
            if (!feed.withheld().isAvailable(at) || held.contains(at)) {
                continue; // Settled, or somebody's: when it is given back, it is looked at before it is handed out.
            }
            var record = sources[partition].from(at);
            if (record != null && record.offset() == at && feed.claim(at)) {
                handOut.bury(feed, record, DeadLetterCause.expired(record.expiresAtMillis()));
            }
        }
    }

    private Set<Long> held(int partition) {
        var held = new HashSet<Long>();
        for (var member : handOut.members().all()) {
            for (var delivery : member.held()) {
                if (delivery.feed.index == partition) {
                    held.add(delivery.offset);
                }
            }
        }
        return held;
    }

    /** Letters of a queue that has no dead letters of its own were thrown away: they were older than it keeps them. */
    static void tellOld(SubscriptionEngine engine, long letters) {
        LOG.infof(
                "%d dead letters in '%s' were older than it keeps them (its time to live) and were thrown away (AGE).",
                letters, engine.destination().name());
    }
}
