package io.penstock.broker.declaration;

import io.penstock.Destination;

/** Describes a destination in error messages about declarations, such as: QUEUE with 1 partition(s). */
final class Descriptions {

    private Descriptions() {}

    /** The description with its article. */
    static String withArticle(Destination destination) {
        return (destination.isExchange() ? "an " : "a ") + of(destination);
    }

    static String of(Destination destination) {
        if (destination.isExchange()) {
            return destination.kind() + " with " + destination.exchange();
        }
        return destination.kind() + " with " + destination.partitions() + " partition(s) and "
                + destination.effectivePriorities() + " lane(s) by priority, "
                + destination.effectiveRetention() + ", compression " + destination.effectiveCompression()
                + ", deduplication "
                + destination.effectiveDeduplication() + ", " + destination.effectiveLimits() + ", time to live "
                + destination.effectiveTimeToLive();
    }
}
