package io.penstock.broker.entry;

import io.penstock.Destination;
import io.penstock.Subscription;

/** A change of state, as it is journaled. The bytes are described in {@link EntryCodec}. */
public sealed interface Entry {

    /**
     * A destination exists from here on, or has these policies from here on.
     *
     * @param firstPartitionId of its partitions, which follow each other
     * @param queueSubscription the id of the only subscription of a queue; 0 for a topic
     */
    record DestinationDeclared(Destination destination, int firstPartitionId, int queueSubscription) implements Entry {}

    /**
     * A subscription exists from here on, or has these policies from here on.
     *
     * @param startOffsets where it begins in each partition; without effect on one that exists
     */
    record SubscriptionDeclared(int id, Subscription subscription, long[] startOffsets) implements Entry {}

    /** A subscription and its progress are gone. */
    record SubscriptionRemoved(int id) implements Entry {}

    /** Everything was given back before this point, so that nobody holds a message that is not settled. */
    record ShutDown() implements Entry {}

    /** A process has opened the log: from here on it may hand out. */
    record Started() implements Entry {}

    /** Lower ids have been used, and are not used again whatever became of them. In snapshots only. */
    record IdsUsed(int nextPartitionId, int nextSubscriptionId) implements Entry {}

    /**
     * Offsets of partitions that no record has, because repairs of the log found them lost or the log used them for
     * something else: nobody has to settle them. In snapshots only, before the destinations; the log tells it
     * otherwise.
     *
     * @param partitions by the id in the log
     */
    record OffsetsLost(Settled.Ranges[] partitions) implements Entry {}

    /** Messages of a destination may expire from here on, by their senders' wish: somebody has to look after them. */
    record DestinationExpires(int firstPartitionId) implements Entry {}

    /** A step of a destination's growth; see {@link GrowthEntry}. */
    non-sealed interface Growing extends Entry {

        /** The id of the destination's first partition. */
        int firstPartitionId();
    }

    /** A change of what is known to keep promises; see {@link GuaranteeEntry}. */
    non-sealed interface Guarantee extends Entry {}

    /** A change of where messages go; see {@link RoutingEntry}. */
    non-sealed interface Routing extends Entry {}

    /** A change of a schedule. The bytes are described in {@link ScheduleCodec}. */
    sealed interface Scheduling extends Entry {
        String name();
    }

    /** A schedule stands so from here on. */
    record ScheduleDeclared(StoredSchedule state) implements Scheduling {

        @Override
        public String name() {
            return state.schedule().name();
        }
    }

    /**
     * A schedule has fired, or has skipped firings.
     *
     * @param firingMillis {@link StoredSchedule#NEVER} if nothing was sent
     * @param nextMillis {@link StoredSchedule#NEVER} if that was the last
     */
    record ScheduleFired(String name, long firingMillis, long nextMillis, long skipped) implements Scheduling {}

    /** A schedule is paused or resumed. */
    record SchedulePaused(String name, boolean paused, long nextMillis) implements Scheduling {}

    /** A schedule is gone. */
    record ScheduleCancelled(String name) implements Scheduling {}

    /** An operation that was begun by hand. The bytes are described in {@link OperationCodec}. */
    sealed interface Operating extends Entry {}

    /** An operation stands so from here on. */
    record OperationNoted(StoredOperation operation) implements Operating {

        public long id() {
            return operation.id();
        }
    }

    /** An operation has done that many more messages. */
    record OperationCounted(long id, long messages) implements Operating {}

    /** An operation is over. */
    record OperationEnded(long id, long millis, long left) implements Operating {}

    /** A destination, its subscriptions and its partitions are gone. */
    record DestinationDeleted(String name, int firstPartitionId) implements Operating {}

    /** A destination may have messages from here on that do not outlive this incarnation of the log. */
    record VolatileSent(int firstPartitionId, int incarnation) implements Entry {}

    /** A change within one subscription. */
    sealed interface Progress extends Entry {
        int subscription();
    }

    /** Ranges that a subscription has done with, by partition. */
    record Settled(int subscription, Ranges[] partitions) implements Progress {

        /** @param bounds from (inclusive) and to (exclusive) in turn, ascending */
        public record Ranges(int partition, long[] bounds) {}

        public static Settled one(int subscription, int partition, long offset) {
            return new Settled(subscription, new Ranges[] {new Ranges(partition, new long[] {offset, offset + 1})});
        }
    }

    /** A record was tried in vain, or is about to be handed out again. This replaces what was known of it. */
    record Tried(int subscription, int partition, long offset, Attempts attempts) implements Progress {}

    /** Ranges that a prepared transaction settles if it is committed: nobody has them from here on, or may again. */
    record Locked(int subscription, boolean locked, Settled.Ranges[] partitions) implements Progress {}

    /** A subscription goes on from these offsets, by partition: what lies below is settled, and nothing else is. */
    record Sought(int subscription, long[] offsets) implements Progress {}

    /** A subscription has nothing left of what was not to outlive the processes before that incarnation of the log. */
    record LapsedSettled(int subscription, int incarnation) implements Progress {}

    /** A subscription hands out nothing from here on, or does so again. */
    record Paused(int subscription, boolean paused) implements Progress {}
}
