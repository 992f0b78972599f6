package io.penstock.broker.limit;

import io.penstock.broker.entry.Entry;
import io.penstock.broker.entry.RangeBuilder;
import io.penstock.broker.entry.RecordPosition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Throws away the oldest messages of a subscription for newer ones. Nobody else gets them from the time when they were
 * found until this has happened or was given up.
 *
 * @param places in the order in which they were found
 */
record Discarding(Waiting from, DestinationLimits limits, List<RecordPosition> places) {

    /** The one entry that settles all of them. */
    Entry.Settled settlement() {
        Map<Integer, List<Long>> byPartition = new TreeMap<>();
        places.forEach(place -> byPartition
                .computeIfAbsent(place.partition(), partition -> new ArrayList<>())
                .add(place.offset()));
        var ranges = byPartition.entrySet().stream()
                .map(each -> {
                    var builder = new RangeBuilder();
                    each.getValue().stream().sorted().forEach(builder::add);
                    return new Entry.Settled.Ranges(each.getKey(), builder.take());
                })
                .toArray(Entry.Settled.Ranges[]::new);
        return new Entry.Settled(from.subscription(), ranges);
    }

    void happened() {
        limits.countDiscarded(places.size());
        from.discarded(limits, places.size());
    }

    void undone() {
        from.keep(places);
    }
}
