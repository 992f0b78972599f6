package io.penstock.broker.migration;

import io.penstock.broker.destination.LocalDestination;
import io.penstock.broker.entry.RangeBuilder;
import io.penstock.broker.recovery.BrokerState;

import java.util.HashMap;
import java.util.Map;

/** Finds the new offsets of what a state names: by partition of a destination, of a subscription, or of the log. */
final class OffsetMaps {

    private static final OffsetMap NOTHING = new OffsetMap();

    private final BrokerState state;
    private final Map<Integer, OffsetMap> byId = new HashMap<>();

    OffsetMaps(BrokerState state) {
        this.state = state;
    }

    void put(int partitionId, OffsetMap map) {
        byId.put(partitionId, map);
    }

    /** The map of a partition of the log; one without records if there is no such partition. */
    OffsetMap ofPartition(int id) {
        return byId.getOrDefault(id, NOTHING);
    }

    /** Whether there is a partition of that id in the log. */
    boolean isPartition(int id) {
        return byId.containsKey(id);
    }

    /** The map of a destination's partition; one without records if there is no such partition. */
    OffsetMap ofDestination(String destination, int index) {
        return of(state.destinations().find(destination), index);
    }

    /** The map of another partition of the destination that a partition belongs to. */
    OffsetMap besides(int partitionId, int index) {
        var partition = state.destinations().partition(partitionId);
        return of(partition == null ? null : partition.destination(), index);
    }

    /** The map of a partition that a subscription reads. */
    OffsetMap ofSubscription(int id, int index) {
        var engine = state.subscriptions().find(id);
        return of(engine == null ? null : engine.destination(), index);
    }

    private OffsetMap of(LocalDestination destination, int index) {
        return destination == null || index < 0 || index >= destination.partitionCount()
                ? NOTHING
                : ofPartition(destination.partition(index).id());
    }

    /** Ranges of offsets as they are then: from and to in turn, ascending, without those that have no record. */
    static long[] translated(OffsetMap map, long[] bounds) {
        var ranges = new RangeBuilder();
        for (int i = 0; i < bounds.length; i += 2) {
            long from = map.translated(bounds[i]);
            long to = map.translated(bounds[i + 1]);
            if (from < to) {
                ranges.add(from, to);
            }
        }
        return ranges.take();
    }
}
