package io.penstock.broker.declaration;

import io.penstock.Destination;
import io.penstock.Exchange;
import io.penstock.Limits;
import io.penstock.Retention;

/**
 * Describes a destination in error messages about declarations, such as: QUEUE with 1 partition(s). Those are read by
 * clients of every kind, so it has the words of the fields and none of Java.
 */
final class Descriptions {

    private Descriptions() {}

    /** The description with its article. */
    static String withArticle(Destination destination) {
        return (destination.isExchange() ? "an " : "a ") + of(destination);
    }

    static String of(Destination destination) {
        if (destination.isExchange()) {
            return destination.kind() + " of the " + of(destination.exchange());
        }
        return destination.kind() + " with " + destination.partitions() + " partition(s) and "
                + destination.effectivePriorities() + " lane(s) by priority, "
                + of(destination.effectiveRetention()) + ", compression " + destination.effectiveCompression()
                + ", deduplication "
                + destination.effectiveDeduplication() + ", " + of(destination.effectiveLimits()) + ", time to live "
                + destination.effectiveTimeToLive();
    }

    /** As in: type PATTERN, with the alternate 'rest', and unroutable REJECT. */
    static String of(Exchange exchange) {
        return "type " + exchange.type()
                + (exchange.alternate() == null
                        ? ", without an alternate"
                        : ", with the alternate '" + exchange.alternate() + "'")
                + ", and unroutable " + exchange.unroutable();
    }

    private static String of(Retention retention) {
        return "retention with cleanup " + retention.cleanup() + ", maxAge "
                + (retention.maxAge() == null ? "none" : retention.maxAge()) + ", maxBytes "
                + orNone(retention.maxBytes()) + " and tombstoneAge " + retention.tombstoneAge();
    }

    private static String of(Limits limits) {
        if (!limits.hasBounds() && limits.maxMessageBytes() == 0) {
            return "no limits";
        }
        return "limits with maxMessages " + orNone(limits.maxMessages()) + ", maxBytes " + orNone(limits.maxBytes())
                + ", maxMessageBytes " + orNone(limits.maxMessageBytes()) + " and overflow " + limits.overflow();
    }

    private static String orNone(long bound) {
        return bound == 0 ? "none" : Long.toString(bound);
    }
}
