package io.penstock.kafka.log;

import io.penstock.journal.archive.CleanupPolicy;
import io.penstock.journal.archive.PartitionPlan;
import org.apache.kafka.common.TopicPartition;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Knows which partition of which topic each of the engine's partitions is. It is safe for any thread. */
final class Places {

    private final IntFunction<PartitionPlan> plans;
    private final Function<String, String> topics;
    private final Map<Integer, Place> known = new ConcurrentHashMap<>();
    private final Set<String> compacted = ConcurrentHashMap.newKeySet();

    /**
     * @param plans of partitions: null if a partition does not exist, or is one of a temporary destination
     * @param topics by destination
     */
    Places(IntFunction<PartitionPlan> plans, Function<String, String> topics) {
        this.plans = plans;
        this.topics = topics;
    }

    /** The place of a partition that was declared, or set aside for temporary destinations. */
    Place of(int partition) {
        var place = known.get(partition);
        if (place != null) {
            return place;
        }
        var plan = plans.apply(partition);
        if (plan == null) {
            return Place.MEMORY; // Not noted: another destination may have it some day.
        }
        var topic = topics.apply(plan.destination());
        if (plan.cleanup() == CleanupPolicy.COMPACT) {
            compacted.add(topic);
        }
        var found = new Place(new TopicPartition(topic, plan.index()), false);
        known.put(partition, found);
        return found;
    }

    /**
     * Whether a record of a partition may carry entries. Kafka may give it up by itself while no owner is there to read
     * them.
     *
     * @param endsWithRecord whether they mean nothing any more then
     */
    boolean carries(int partition, boolean endsWithRecord) {
        var plan = plans.apply(partition);
        return plan != null
                && switch (plan.cleanup()) {
                    case SETTLED -> true;
                    case EXPIRE ->
                        endsWithRecord || plan.protectsReaders() || plan.maxAge() == null && plan.maxBytes() == 0;
                    case COMPACT -> false;
                };
    }

    /** Whether only records with a key can be written there: Kafka keeps the newest one of each. */
    boolean needsKeys(Place place) {
        return place.topic() != null && compacted.contains(place.topic().topic());
    }

    /** Kafka is about to keep the topic of a destination so, or is known to do so. */
    void keptAs(PartitionPlan plan) {
        var topic = topics.apply(plan.destination());
        if (plan.cleanup() == CleanupPolicy.COMPACT) {
            compacted.add(topic);
        } else {
            compacted.remove(topic);
        }
    }

    /** The topics whose partitions were all seen to exist, and do so no longer. */
    Set<String> givenUp() {
        var seen = new HashSet<String>();
        var existing = new HashSet<String>();
        known.forEach((partition, place) -> {
            if (place.topic() != null) {
                seen.add(place.topic().topic());
                if (plans.apply(partition) != null) {
                    existing.add(place.topic().topic());
                }
            }
        });
        seen.removeAll(existing);
        return seen;
    }

    /** Nothing is written to that topic any more. */
    void dropped(String topic) {
        known.replaceAll((partition, place) ->
                place.topic() != null && place.topic().topic().equals(topic) ? Place.GONE : place);
    }
}
