package io.penstock.broker.destination;

import io.penstock.broker.entry.Entry;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What repairs of the log found lost, by the id of the partition: of those that have an owner, or are about to by a
 * snapshot. It is changed in recovery, and by whoever removes a destination.
 */
final class LostByPartition {

    private final Map<Integer, LostOffsets> lost = new ConcurrentSkipListMap<>();

    LostOffsets of(int id) {
        return lost.getOrDefault(id, LostOffsets.NONE);
    }

    void add(int id, long from, long to) {
        lost.put(id, of(id).with(from, to));
    }

    /** The owner of the partition is gone; another one begins behind what is lost. */
    void forget(int id) {
        lost.remove(id);
    }

    void apply(Entry.OffsetsLost entry) {
        for (var ranges : entry.partitions()) {
            for (int i = 0; i < ranges.bounds().length; i += 2) {
                add(ranges.partition(), ranges.bounds()[i], ranges.bounds()[i + 1]);
            }
        }
    }

    /** All of it as an entry; null if there is nothing. */
    Entry.OffsetsLost asEntry() {
        var all = lost.entrySet().stream()
                .map(each ->
                        new Entry.Settled.Ranges(each.getKey(), each.getValue().toBounds()))
                .toArray(Entry.Settled.Ranges[]::new);
        return all.length == 0 ? null : new Entry.OffsetsLost(all);
    }
}
