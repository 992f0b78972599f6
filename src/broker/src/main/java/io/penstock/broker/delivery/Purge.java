package io.penstock.broker.delivery;

import io.penstock.PenstockException;
import io.penstock.broker.entry.Entry;
import io.penstock.broker.feed.PartitionFeed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * Everything that a subscription has not settled, but what its consumers and prepared transactions have. Nothing is
 * handed out until it has ended. Belongs to the subscription's loop.
 *
 * @param settled what is done with
 * @param messages how many
 * @param held how many are left
 */
public record Purge(SubscriptionEngine engine, Entry.Settled settled, long messages, long held) {

    /** What lies between them is written down as ranges, which must fit into one frame. */
    private static final int MAX_HELD = 50_000;

    public static Purge begin(SubscriptionEngine engine) {
        var inventory = engine.inventory();
        var held = new ArrayList<TreeSet<Long>>();
        for (var progress : inventory.progress()) {
            held.add(new TreeSet<>(progress.lockedOffsets()));
        }
        inventory
                .handOut()
                .held()
                .forEach(delivery -> held.get(delivery.feed.index).add(delivery.offset));
        long count = held.stream().mapToLong(TreeSet::size).sum();
        if (count > MAX_HELD) {
            throw new PenstockException.Conflict("The consumers of " + engine + ", and transactions that are"
                    + " prepared, have " + count + " messages; with more than " + MAX_HELD
                    + " it cannot be purged. Stop some consumers, or end some transactions.");
        }
        long messages = 0;
        List<Entry.Settled.Ranges> ranges = new ArrayList<>();
        for (int i = 0; i < held.size(); i++) {
            long end = inventory.destination().partition(i).endOffset();
            long waiting = inventory.progress()[i].unsettled(end) - held.get(i).size();
            if (waiting > 0) {
                messages += waiting;
                ranges.add(new Entry.Settled.Ranges(i, between(inventory.progress()[i].watermark(), end, held.get(i))));
            }
        }
        Arrays.stream(inventory.feeds()).forEach(PartitionFeed::hold);
        return new Purge(
                engine, new Entry.Settled(engine.id(), ranges.toArray(Entry.Settled.Ranges[]::new)), messages, count);
    }

    private static long[] between(long from, long end, TreeSet<Long> held) {
        var bounds = new long[2 * held.size() + 2];
        int used = 0;
        long at = from;
        for (long offset : held) {
            if (offset > at) {
                bounds[used++] = at;
                bounds[used++] = offset;
            }
            at = offset + 1;
        }
        if (end > at) {
            bounds[used++] = at;
            bounds[used++] = end;
        }
        return Arrays.copyOf(bounds, used);
    }

    /** It is in the journal, or could not be written. */
    public void end() {
        if (!engine.isDurable()) {
            engine.apply(settled);
        }
        for (var feed : engine.inventory().feeds()) {
            feed.release();
            engine.inventory().handOut().activate(feed);
        }
        engine.recallMoved();
    }
}
