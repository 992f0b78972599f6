package io.penstock.broker.delivery;

import io.penstock.Ordering;
import io.penstock.broker.destination.PartitionLog;
import io.penstock.broker.destination.PartitionTable;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.UnreadableEntryException;
import io.penstock.broker.feed.FeedOwner;
import io.penstock.broker.feed.KeyGate;
import io.penstock.broker.feed.MovedKeys;
import io.penstock.broker.feed.PartitionFeed;
import io.penstock.broker.feed.PartitionProgress;
import io.penstock.broker.feed.RecordSources;
import io.penstock.broker.feed.ScheduledBound;
import io.penstock.broker.feed.StrictFeed;
import io.penstock.broker.loop.LoopCall;
import io.penstock.broker.loop.LoopContext;
import io.penstock.broker.loop.Signal;
import io.penstock.broker.record.RecordView;
import io.penstock.broker.record.ReplayedRecord;

import java.util.Arrays;

/**
 * Holds the feed of each partition that a subscription reads, with its journaled progress. Feeds are added when the
 * destination grows, except for a replay, which has its end. It belongs to the subscription's loop, except where a
 * method says otherwise.
 */
final class PartitionFeeds implements FeedOwner {

    private final LocalSubscription subscription;
    private final Consumers consumers;
    private final ActiveFeeds active;
    private final LoopContext loop;
    private final ScheduledBound scheduled;

    /** The end of each partition for this subscription; null if each ends where the log ends. */
    private final long[] limits;

    /** The partitions that the loop was told of last; the destination may have grown since. */
    private PartitionTable table;

    private PartitionProgress[] progress;
    private PartitionFeed[] feeds;

    /** Read by any thread. */
    private volatile Signal[] arrivals = {};

    private MovedKeys moved;
    private RecordSources sources;
    private long[] suspectEnds;

    PartitionFeeds(
            LocalSubscription subscription,
            LoopContext loop,
            ScheduledBound scheduled,
            Consumers consumers,
            ActiveFeeds active,
            long[] starts,
            long[] limits) {
        this.subscription = subscription;
        this.consumers = consumers;
        this.active = active;
        this.loop = loop;
        this.scheduled = scheduled;
        this.limits = limits;
        table = subscription.destination().partitions();
        progress = new PartitionProgress[table.count()];
        for (int i = 0; i < progress.length; i++) {
            progress[i] = begun(table.get(i), i < starts.length ? starts[i] : 0);
        }
        feeds = new PartitionFeed[progress.length];
    }

    private static PartitionProgress begun(PartitionLog log, long start) {
        return new PartitionProgress(Math.max(start, log.beginsAt()), log.holes());
    }

    /** Partitions that it has, however many lanes each is divided into. */
    int width() {
        return table.width();
    }

    /** Whether it has not been told yet how the destination grew. */
    boolean isBehind() {
        return limits == null && table != subscription.destination().partitions();
    }

    PartitionProgress[] progress() {
        return progress;
    }

    PartitionProgress progress(int partition) {
        if (partition >= progress.length) {
            throw new UnreadableEntryException("an entry names partition " + partition + " of " + subscription
                    + ", which has " + progress.length + " partitions");
        }
        return progress[partition];
    }

    /** The feed of each partition; each is null until the subscription is started. */
    PartitionFeed[] all() {
        return feeds;
    }

    /** The one from which is handed out now: another than that of a delivery that was handed out before a seek. */
    @Override
    public PartitionFeed feed(int partition) {
        return feeds[partition];
    }

    @Override
    public void activate(PartitionFeed feed) {
        active.activate(feed);
    }

    @Override
    public boolean holdsBelow(PartitionFeed feed, long offset) {
        return consumers.holdBelow(feed, offset);
    }

    @Override
    public RecordView.Source source(int partition, Runnable whenHere) {
        return sources.open(
                subscription.destination().partition(partition),
                () -> loop.deliver(LoopCall.of(subscription, whenHere)));
    }

    void start(RecordSources recordSources, long[] suspects) {
        sources = recordSources;
        suspectEnds = suspects;
        extendArrivals();
    }

    /** Opens all feeds anew. */
    void open() {
        boolean isOrdered = limits == null && subscription.declared().ordering() != Ordering.NONE;
        moved = isOrdered ? new MovedKeys(this) : null;
        open(0);
    }

    private void open(int from) {
        PartitionFeed before = null;
        for (int i = from; i < feeds.length; i++) {
            var replaced = feeds[i];
            feeds[i] = made(table.get(i));
            feeds[i].bound(scheduled);
            if (before != null && before.number == feeds[i].number) {
                feeds[i].holding = before.holding;
            }
            if (replaced != null) {
                replaced.close();
                feeds[i].withheld().adopt(replaced.withheld());
            }
            before = feeds[i];
        }
        if (moved != null) {
            moved.known(table);
        }
        for (var feed : feeds) {
            feed.moved = moved == null || !moved.isNeeded() ? null : moved;
            feed.routed = moved == null ? null : table;
            feed.passedOver.takenBy(consumers.members().allowances().withRoom());
            activate(feed);
        }
    }

    private PartitionFeed made(PartitionLog log) {
        int i = log.index();
        var records = sources.open(log, () -> written(i));
        var source = limits == null ? records : new ReplayedRecord.Source(records);
        long limit = limits == null ? Long.MAX_VALUE : limits[i];
        var wanted = subscription.wanted();
        var ordering = subscription.declared().ordering();
        return switch (ordering) {
            case PARTITION -> new StrictFeed(log, wanted, progress[i], source, suspectEnds[i], limit, this);
            case KEY, GROUP ->
                new PartitionFeed(
                        log,
                        wanted,
                        progress[i],
                        source,
                        new KeyGate(ordering == Ordering.GROUP),
                        suspectEnds[i],
                        limit);
            case NONE -> new PartitionFeed(log, wanted, progress[i], source, null, suspectEnds[i], limit);
        };
    }

    /**
     * Adds feeds until there are as many as partitions of the destination; {@link #openNew} follows if it is started.
     * The result is the number of feeds before.
     */
    int grow() {
        int before = feeds.length;
        if (limits == null) {
            table = subscription.destination().partitions();
        }
        int now = table.count();
        if (now > before) {
            progress = Arrays.copyOf(progress, now);
            for (int i = before; i < now; i++) {
                progress[i] = begun(table.get(i), 0);
            }
            feeds = Arrays.copyOf(feeds, now);
        }
        return before;
    }

    void openNew(int before) {
        suspectEnds = Arrays.copyOf(suspectEnds, feeds.length);
        extendArrivals();
        open(before);
    }

    private void extendArrivals() {
        var all = Arrays.copyOf(arrivals, feeds.length);
        for (int i = arrivals.length; i < all.length; i++) {
            int partition = i;
            all[i] = new Signal(loop, () -> activate(feeds[partition]));
        }
        arrivals = all;
    }

    /** Records have been written to a partition, or fetched. Told by any thread. */
    void written(int partition) {
        var known = arrivals;
        // The records of a partition that is not known here yet are found when it is.
        if (partition < known.length) {
            known[partition].raise();
        }
    }

    /** Much has been settled that nobody had: what waits for it is looked at again. */
    void recallMoved() {
        if (moved != null) {
            moved.recallAll();
        }
    }

    /** The prepared transaction that has these is over; returns how many they are. */
    long unlocked(Entry.Settled settlement, boolean committed) {
        long records = 0;
        for (var ranges : settlement.partitions()) {
            var feed = feeds[ranges.partition()];
            long[] bounds = ranges.bounds();
            for (int i = 0; i < bounds.length; i += 2) {
                records += bounds[i + 1] - bounds[i];
                for (long offset = bounds[i]; offset < bounds[i + 1]; offset++) {
                    if (committed) {
                        feed.claimSettled(offset);
                    } else {
                        feed.unlocked(offset);
                    }
                }
            }
            activate(feed);
        }
        return records;
    }

    /** The subscription is gone. */
    void end() {
        for (var feed : feeds) {
            if (feed != null) {
                feed.disarm(loop.alarms());
                feed.close();
            }
        }
    }

    boolean hasParked() {
        return Arrays.stream(feeds)
                .anyMatch(feed -> feed != null && !feed.withheld().parked().isEmpty());
    }

    void close() {
        for (var feed : feeds) {
            feed.close();
        }
    }

    /** Whether nothing waits in any of them. */
    boolean areDrained() {
        return Arrays.stream(feeds).allMatch(feed -> feed.waiting() == 0);
    }
}
