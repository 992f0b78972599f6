package io.penstock;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Destination statistics count the messages of one destination. Counters count since the broker was opened; the others
 * are as of now.
 *
 * @param sent messages accepted
 * @param duplicates messages that were not written, since one of the same id had been
 * @param forgottenIds ids that were given up before their time, because there were too many: a second message of such
 *     an id would be taken
 * @param messages messages that are stored: the sum of end minus start offset, those included that were removed from
 *     in between
 * @param depth messages that count for the limits of the destination
 * @param depthBytes of those; -1 unless {@link Limits#maxBytes()} is set
 * @param discardedByLimit messages that were thrown away for newer ones, since the destination was full
 * @param routing of an exchange; null if it is a queue or a topic
 * @param problem why some of its partitions cannot be read, take nothing more, or keep their old messages in the
 *     journal; null if none is so. Each subscription tells its own problem
 */
public record DestinationStatistics(
        Destination destination,
        long sent,
        long duplicates,
        long forgottenIds,
        long messages,
        long depth,
        long depthBytes,
        long discardedByLimit,
        List<PartitionStatistics> partitions,
        List<SubscriptionStatistics> subscriptions,
        @Nullable RoutingStatistics routing,
        @Nullable String problem) {

    /** Takes the statistics of a queue or a topic that is well. */
    public DestinationStatistics(
            Destination destination,
            long sent,
            long duplicates,
            long forgottenIds,
            long messages,
            long depth,
            long depthBytes,
            long discardedByLimit,
            List<PartitionStatistics> partitions,
            List<SubscriptionStatistics> subscriptions) {
        this(
                destination,
                sent,
                duplicates,
                forgottenIds,
                messages,
                depth,
                depthBytes,
                discardedByLimit,
                partitions,
                subscriptions,
                null,
                null);
    }

    /** Takes the statistics of an exchange. */
    public static DestinationStatistics ofExchange(Destination exchange, RoutingStatistics routing) {
        return new DestinationStatistics(exchange, 0, 0, 0, 0, 0, -1, 0, List.of(), List.of(), routing, null);
    }

    public DestinationStatistics {
        partitions = List.copyOf(partitions);
        subscriptions = List.copyOf(subscriptions);
    }

    /**
     * Routing statistics count the messages of one exchange. They are counted when they are routed, whether or not they
     * could be written then.
     *
     * @param bindings that it has
     * @param routed messages that it sent on, each once
     * @param unroutable messages that it had no destination for
     */
    public record RoutingStatistics(int bindings, long routed, long unroutable) {}

    /**
     * Partition statistics tell where one partition begins and ends.
     *
     * @param startOffset of the oldest message that is still there
     * @param endOffset that the next message will get
     */
    public record PartitionStatistics(int partition, long startOffset, long endOffset) {}

    /**
     * Subscription statistics count the messages and hand-outs of one subscription.
     *
     * @param waiting messages that it has not settled: its depth, or lag
     * @param acquired of these, those that a consumer has now
     * @param scheduled of these, those that wait for their time: delayed, or to be retried
     * @param consumers consumers that are joined
     * @param delivered hand-outs of any kind
     * @param accepted messages settled by acceptance
     * @param retried runs that failed and are, or were, to be repeated
     * @param deadLettered messages that became dead letters
     * @param discarded messages thrown away by policy
     * @param skipped messages that retention removed before they were settled
     * @param parked of those that wait, messages that are handed to nobody until the subscription is resumed or the
     *     broker restarts: they could not become dead letters, or failed in a dead-letter queue
     * @param passedOver of those that wait, messages that were looked at and that nobody is handed now, since no
     *     consumer takes them, or those who do have no room: only so many of a partition are, and those behind wait
     * @param undecided how often a filter was given up because it cost too much: the message counted as one that does
     *     not match
     * @param oldestAgeMillis how long ago the oldest message was sent that is not settled; 0 if there is none, -1 if it
     *     cannot be read
     * @param paused whether nothing is handed out until it is resumed
     * @param problem why nothing is handed out, although nobody paused it: it failed, and has to be resumed or removed;
     *     null if that is not so
     * @param members its consumers, in the order in which they joined
     */
    public record SubscriptionStatistics(
            String name,
            long waiting,
            long acquired,
            long scheduled,
            int consumers,
            long delivered,
            long accepted,
            long retried,
            long deadLettered,
            long discarded,
            long skipped,
            long parked,
            long passedOver,
            long undecided,
            long oldestAgeMillis,
            boolean paused,
            @Nullable String problem,
            List<ConsumerStatistics> members) {

        public SubscriptionStatistics {
            members = List.copyOf(members);
        }

        /** The same with that age. */
        public SubscriptionStatistics withOldestAge(long millis) {
            return new SubscriptionStatistics(
                    name,
                    waiting,
                    acquired,
                    scheduled,
                    consumers,
                    delivered,
                    accepted,
                    retried,
                    deadLettered,
                    discarded,
                    skipped,
                    parked,
                    passedOver,
                    undecided,
                    millis,
                    paused,
                    problem,
                    members);
        }
    }
}
