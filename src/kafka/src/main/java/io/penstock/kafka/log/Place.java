package io.penstock.kafka.log;

import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The place of a partition.
 *
 * @param topic with the partition there; null if its records lie in memory or nowhere
 */
record Place(@Nullable TopicPartition topic, boolean isGone) {

    /** Of a temporary destination, whose messages end with the owner. */
    static final Place MEMORY = new Place(null, false);

    /** Of a destination that was deleted while something was on its way to it. */
    static final Place GONE = new Place(null, true);

    boolean isMemory() {
        return topic == null && !isGone;
    }

    /** The topic with the partition of a place that has one. */
    TopicPartition inKafka() {
        var known = topic;
        if (known == null) {
            throw new IllegalStateException("The partition lies in no topic.");
        }
        return known;
    }
}
