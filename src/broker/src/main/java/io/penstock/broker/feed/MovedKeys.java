package io.penstock.broker.feed;

import io.penstock.broker.destination.PartitionTable;
import io.penstock.broker.destination.Partitioner;
import io.penstock.broker.destination.RouteChange;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps the order of those keys of a subscription whose partition changed when its destination grew: a record waits
 * until nothing of its key is left in the places where the key was before. Belongs to the subscription's loop.
 */
public final class MovedKeys {

    /**
     * Keys that wait before those feeds look at nothing new that are not waited for themselves; about 150 bytes each.
     */
    private static final int MAX_WAITING = 10_000;

    /** Records after which it is looked whether a growth is finished, so that it costs nothing any more. */
    private static final int LOOK_EVERY = 4_096;

    private final FeedOwner owner;
    private final Map<ByteBuffer, List<Waiting>> waiting = new HashMap<>();

    /** The growths, oldest first, without those of which nothing is left in the old partitions. */
    private List<RouteChange> growths = List.of();

    private int lanes;
    private int asked;
    private int asideFrom;

    private record Waiting(PartitionFeed feed, long at, boolean marked) {}

    public MovedKeys(FeedOwner owner) {
        this.owner = owner;
    }

    /** The destination has grown, or is done with it. */
    public void known(PartitionTable table) {
        lanes = table.lanes();
        growths = table.growths().stream().filter(growth -> !isFinished(growth)).toList();
        recallAll();
    }

    public boolean isNeeded() {
        return !growths.isEmpty();
    }

    /**
     * Whether everything that was routed as before a growth is settled, so that nobody has to wait because of it any
     * more.
     */
    private boolean isFinished(RouteChange growth) {
        if (!growth.isOver()) {
            return false;
        }
        for (int i = 0; i < growth.ends().length; i++) {
            if (owner.feed(i).progress.watermark() < growth.ends()[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether the record that a feed has found may go out; if not, it is made ready again when it may. */
    boolean mayPass(PartitionFeed feed, FoundRecord found) {
        byte[] key = growths.isEmpty() ? null : found.record().key();
        if (key == null) {
            return true;
        }
        if (++asked % LOOK_EVERY == 0) {
            growths = growths.stream().filter(growth -> !isFinished(growth)).toList();
        }
        // Whether the record was there already when the growth began: then it came by an earlier route.
        boolean isEarlier = false;
        for (var growth : growths) {
            int place = Partitioner.partition(key, growth.from());
            if (place == feed.number) {
                isEarlier |= growth.isOver() && found.offset() < growth.ends()[feed.index];
            } else if (!isEarlier && !hasLeft(growth, place * lanes + feed.lane, key)) {
                boolean isAside = feed.index < growth.from() * lanes
                        && (!growth.isOver() || found.offset() < growth.ends()[feed.index]);
                asideFrom = isAside ? growth.from() : 0;
                waiting.computeIfAbsent(ByteBuffer.wrap(key), none -> new ArrayList<>(1))
                        .add(new Waiting(feed, found.offset(), found.isMarked()));
                return false;
            }
        }
        return true;
    }

    /**
     * Whether the record that was to wait last lies among some that were routed as before. Those may have to go out for
     * what it waits for to come to an end, so it must not hold them back.
     *
     * @return of the growth that it waits for, how many partitions there were; 0 if it does not lie there
     */
    int asideFrom() {
        return asideFrom;
    }

    private boolean hasLeft(RouteChange growth, int place, byte[] key) {
        return growth.isOver() && owner.feed(place).isDoneWith(key, growth.ends()[place], growth.from());
    }

    /**
     * Whether a feed may look no further. Others may wait for a feed that has not looked at all that it had before a
     * growth, so that one is never full.
     */
    boolean isFull(PartitionFeed feed) {
        return waiting.size() >= MAX_WAITING && !hasBoundary(feed, feed.looked(), Long.MAX_VALUE);
    }

    /** A feed has gone on from one offset to another. */
    void looked(PartitionFeed feed, long before, long now) {
        if (!waiting.isEmpty() && hasBoundary(feed, before, now)) {
            recallAll();
        }
    }

    /** Whether a growth found an end of that feed above the one offset, and not above the other. */
    private boolean hasBoundary(PartitionFeed feed, long above, long upTo) {
        for (var growth : growths) {
            if (growth.isOver() && feed.index < growth.ends().length) {
                long end = growth.ends()[feed.index];
                if (end > above && end <= upTo) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A record of that key is out of the way somewhere. */
    void left(byte[] key) {
        if (key != null && !waiting.isEmpty()) {
            var recalled = waiting.remove(ByteBuffer.wrap(key));
            if (recalled != null) {
                recall(recalled);
            }
        }
    }

    /** Looks at all waiting records again, because something is out of the way whose key is not known. */
    public void recallAll() {
        if (!waiting.isEmpty()) {
            var all = List.copyOf(waiting.values());
            waiting.clear();
            all.forEach(this::recall);
        }
    }

    private void recall(List<Waiting> recalled) {
        for (var each : recalled) {
            each.feed().unbarred(each.at(), each.marked());
            owner.activate(each.feed());
        }
    }
}
