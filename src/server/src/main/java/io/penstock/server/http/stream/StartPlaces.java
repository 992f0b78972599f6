package io.penstock.server.http.stream;

import io.penstock.Broker;
import io.penstock.BrowseRequest;
import io.penstock.DestinationStatistics.PartitionStatistics;
import io.penstock.StartPosition;

import java.time.Instant;
import java.util.HashMap;

/** Finds the offset of a start position in each partition of a topic. */
final class StartPlaces {

    private final Broker broker;
    private final String topic;

    StartPlaces(Broker broker, String topic) {
        this.broker = broker;
        this.topic = topic;
    }

    Positions of(StartPosition position) {
        var next = new HashMap<Integer, Long>();
        for (var partition : broker.statistics(topic).partitions()) {
            next.put(partition.partition(), of(position, partition));
        }
        return Positions.of(next);
    }

    /** Where the event with this id says to go on. */
    Positions behind(String id) {
        var positions = Positions.parse(id);
        var ends = new HashMap<Integer, Long>();
        for (var partition : broker.statistics(topic).partitions()) {
            ends.put(partition.partition(), partition.endOffset());
        }
        positions.requireWithin(ends);
        return positions;
    }

    private long of(StartPosition position, PartitionStatistics partition) {
        return switch (position.kind()) {
            case EARLIEST -> partition.startOffset();
            case LATEST -> partition.endOffset();
            case OFFSET -> Math.max(partition.startOffset(), Math.min(partition.endOffset(), position.offset()));
            case TIME -> firstSince(position.time(), partition);
        };
    }

    /** The first message of that time or a later one: timestamps of a partition do not go back. */
    private long firstSince(Instant time, PartitionStatistics partition) {
        long low = partition.startOffset();
        long high = partition.endOffset();
        while (low < high) {
            long middle = low + (high - low) / 2;
            var found = broker.browse(BrowseRequest.all(topic, 1)
                    .partition(partition.partition())
                    .fromOffset(middle)
                    .build());
            if (found.isEmpty() || !found.get(0).message().timestamp().isBefore(time)) {
                high = middle;
            } else {
                low = found.get(0).offset() + 1;
            }
        }
        return low;
    }
}
