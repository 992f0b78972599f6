package io.penstock.broker.delivery;

import io.penstock.broker.feed.PartitionFeed;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Keeps the feeds of a subscription that may have something to hand out, and chooses which of them is asked next: those
 * of the highest lane, in turn, as long as there is one. A lower lane that has waited for long enough gets a share, so
 * that it does not wait for ever. It belongs to the subscription's loop.
 */
public final class ActiveFeeds {

    /**
     * Records that higher lanes hand out while a lane waits before it has its share. More than anybody sends who looks
     * whether priorities are kept; few enough that even slow consumers come to the lowest lane.
     */
    static final int PATIENCE = 100;

    /** The share of a lane: with it, each lane gets about a twentieth of what the lanes above it get. */
    static final int SHARE = 5;

    /** The active feeds by lane, the lowest lane first. */
    private final List<ArrayDeque<PartitionFeed>> lanes;

    /**
     * For each lane, the number of records that the lanes above it have handed out since it had something;
     * {@link #owed} is the number that it is to have before them.
     */
    private final int[] waited;

    private final int[] owed;

    /** The feeds that had nobody to take anything in this turn. */
    private final List<PartitionFeed> skipped = new ArrayList<>();

    /** The feeds that wait for their next record to be fetched, and the highest lane of one. */
    private final Set<PartitionFeed> awaiting = new HashSet<>();

    private int awaitingLane;

    /** Asks the loop for a turn of the subscription. */
    private final Runnable turn;

    ActiveFeeds(int lanes, Runnable turn) {
        this.turn = turn;
        this.lanes = IntStream.range(0, lanes)
                .mapToObj(lane -> new ArrayDeque<PartitionFeed>())
                .toList();
        waited = new int[lanes];
        owed = new int[lanes];
    }

    /** Gives the subscription a turn, because there may be something to hand out, or somebody to hand it to. */
    void wake() {
        turn.run();
    }

    /** The feed may have something new: it is asked in one of the next turns. */
    void activate(PartitionFeed feed) {
        if (!feed.isClosed()) {
            add(feed);
        }
        turn.run();
    }

    /** Unless it is there already. */
    void add(PartitionFeed feed) {
        if (!feed.active) {
            feed.active = true;
            lanes.get(feed.lane).add(feed);
        }
    }

    void clear() {
        lanes.forEach(ArrayDeque::clear);
        skipped.clear();
        awaiting.clear();
        awaitingLane = 0;
        Arrays.fill(waited, 0);
        Arrays.fill(owed, 0);
    }

    /** Takes out the one to ask next; there is one. */
    PartitionFeed next() {
        int highest = -1;
        for (int lane = lanes.size() - 1; lane >= 0; lane--) {
            if (!lanes.get(lane).isEmpty()) {
                if (owed[lane] > 0) {
                    return take(lane);
                }
                highest = highest < 0 ? lane : highest;
            }
        }
        return take(highest);
    }

    /**
     * The feed's next record has to be fetched, after which the feed is active again. Until then lower lanes have
     * nothing but what they are owed: what is far away comes first as well.
     */
    void await(PartitionFeed feed) {
        awaiting.add(feed);
        awaitingLane = Math.max(awaitingLane, feed.lane);
    }

    boolean isAwaiting() {
        return !awaiting.isEmpty();
    }

    private PartitionFeed take(int lane) {
        var feed = lanes.get(lane).poll();
        feed.active = false;
        if (isAwaiting() && awaiting.remove(feed)) {
            awaitingLane = awaiting.stream().mapToInt(each -> each.lane).max().orElse(0);
        }
        return feed;
    }

    /** The number of records of a feed that may go out before another feed is asked. */
    int most(PartitionFeed feed) {
        int most = owed[feed.lane] > 0
                ? Math.min(owed[feed.lane], PartitionFeed.MAX_PER_TURN)
                : PartitionFeed.MAX_PER_TURN;
        for (int lane = 0; lane < feed.lane; lane++) {
            if (!lanes.get(lane).isEmpty()) {
                most = Math.min(most, PATIENCE - waited[lane]);
            }
        }
        return most;
    }

    /** Leaves out a feed of which nobody takes anything now, until the next turn. */
    void skip(PartitionFeed feed) {
        feed.active = true;
        skipped.add(feed);
    }

    /** Notes the number of records of a feed that went out; the feed has been added again if it may have more. */
    void served(PartitionFeed feed, int records) {
        if (lanes.size() == 1) {
            return;
        }
        boolean hasMore = !lanes.get(feed.lane).isEmpty();
        owed[feed.lane] = hasMore ? Math.max(0, owed[feed.lane] - records) : 0;
        waited[feed.lane] = 0;
        for (int lane = 0; lane < feed.lane; lane++) {
            wait(lane, records);
        }
    }

    private void wait(int lane, int records) {
        if (lanes.get(lane).isEmpty()) {
            waited[lane] = 0;
            return;
        }
        waited[lane] += records;
        if (waited[lane] >= PATIENCE) {
            waited[lane] = 0;
            owed[lane] = SHARE;
        }
    }

    /** Whether there is one that was not asked in this turn. */
    boolean hasNext() {
        for (int lane = 0; lane < owed.length; lane++) {
            if (!lanes.get(lane).isEmpty() && (lane >= awaitingLane || owed[lane] > 0)) {
                return true;
            }
        }
        return false;
    }

    /** The turn is over. */
    void endTurn() {
        skipped.forEach(feed -> lanes.get(feed.lane).add(feed));
        skipped.clear();
    }
}
