package io.penstock.broker.delivery;

import io.penstock.broker.backlog.Backlog;
import io.penstock.broker.destination.Holes;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.feed.PartitionProgress;

import java.util.ArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Keeps the journaled state of one subscription: how far it is in each partition, and whether it is paused. It changes
 * by applying entries only, live and in recovery alike. It belongs to the subscription's loop.
 */
final class SubscriptionProgress {

    private final LocalSubscription subscription;
    private final PartitionFeeds feeds;
    private final Backlog backlog;
    private final ActiveFeeds active;

    /**
     * Messages that were not to outlive their incarnation are settled, if that incarnation of the log is lower than
     * this.
     */
    private int lapsedSettled;

    private boolean paused;

    SubscriptionProgress(LocalSubscription subscription, PartitionFeeds feeds, Backlog backlog, ActiveFeeds active) {
        this.subscription = subscription;
        this.feeds = feeds;
        this.backlog = backlog;
        this.active = active;
    }

    /** Puts the subscription out of service, because a decision could not be carried out. */
    void failed(Throwable cause) {
        subscription.failed(cause);
    }

    boolean isDurable() {
        return subscription.isDurable();
    }

    boolean isPaused() {
        return paused;
    }

    int lapsedSettled() {
        return lapsedSettled;
    }

    void apply(Entry.Progress entry) {
        if (entry instanceof Entry.Settled settled) {
            for (var ranges : settled.partitions()) {
                long[] bounds = ranges.bounds();
                for (int i = 0; i < bounds.length; i += 2) {
                    settle(ranges.partition(), bounds[i], bounds[i + 1]);
                }
            }
            subscription.destination().roomMade();
        } else if (entry instanceof Entry.Tried tried) {
            feeds.progress(tried.partition()).applyAttempts(tried.offset(), tried.attempts());
        } else if (entry instanceof Entry.Locked locked) {
            for (var ranges : locked.partitions()) {
                long[] bounds = ranges.bounds();
                for (int i = 0; i < bounds.length; i += 2) {
                    feeds.progress(ranges.partition()).applyLocked(bounds[i], bounds[i + 1], locked.locked());
                }
            }
        } else if (entry instanceof Entry.Sought sought) {
            for (int i = 0; i < sought.offsets().length; i++) {
                var at = feeds.progress(i);
                long before = at.settledCount();
                at.applySought(sought.offsets()[i]);
                backlog.sought(i, at.settledCount() - before);
            }
            subscription.destination().roomMade();
        } else if (entry instanceof Entry.LapsedSettled settled) {
            lapsedSettled = settled.incarnation();
        } else if (entry instanceof Entry.Paused change) {
            paused = change.paused();
            active.wake();
        }
    }

    private void settle(int partition, long from, long to) {
        var at = feeds.progress(partition);
        for (long discarded : backlog.settling(partition, from, to)) {
            feeds.feed(partition).claimSettled(discarded);
            active.activate(feeds.feed(partition));
        }
        long before = at.settledCount();
        at.applySettled(from, to);
        backlog.settled(partition, from, to, at.settledCount() - before);
    }

    /** A partition has more holes: these are all. */
    void holes(int partition, Holes all) {
        if (partition >= feeds.progress().length) {
            return; // A replay has no more partitions than when it began.
        }
        var at = feeds.progress(partition);
        long before = at.settledCount();
        at.applyHoles(all);
        backlog.holes(at.settledCount() - before);
    }

    /** Passes on all of it, as entries that rebuild it. */
    void describe(Consumer<Entry> entries) {
        int id = subscription.id();
        if (paused) {
            entries.accept(new Entry.Paused(id, true));
        }
        if (lapsedSettled > 0) {
            entries.accept(new Entry.LapsedSettled(id, lapsedSettled));
        }
        var settled = ranges(PartitionProgress::settled);
        if (settled.length > 0) {
            entries.accept(new Entry.Settled(id, settled));
        }
        var locked = ranges(PartitionProgress::locked);
        if (locked.length > 0) {
            entries.accept(new Entry.Locked(id, true, locked));
        }
        var progress = feeds.progress();
        for (int i = 0; i < progress.length; i++) {
            int partition = i;
            progress[i].attempts().forEach((offset, attempts) -> {
                entries.accept(new Entry.Tried(id, partition, offset, attempts));
            });
        }
    }

    private Entry.Settled.Ranges[] ranges(Function<PartitionProgress, long[]> of) {
        var all = new ArrayList<Entry.Settled.Ranges>();
        var progress = feeds.progress();
        for (int i = 0; i < progress.length; i++) {
            long[] bounds = of.apply(progress[i]);
            if (bounds.length > 0) {
                all.add(new Entry.Settled.Ranges(i, bounds));
            }
        }
        return all.toArray(Entry.Settled.Ranges[]::new);
    }
}
