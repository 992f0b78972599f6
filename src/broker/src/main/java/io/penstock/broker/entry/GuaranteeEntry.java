package io.penstock.broker.entry;

import io.penstock.broker.guarantee.ProducerState;
import io.penstock.journal.record.EncodedRecord;

/** A change of what the broker knows to keep its promises: ids, producers, prepared transactions. */
public sealed interface GuaranteeEntry extends Entry.Guarantee {

    /**
     * A record of this append is the only one of its id within the window.
     *
     * @param partitionId in the journal
     * @param back its distance from the partition's end at this entry: 1 for the last record before it
     */
    record Identified(int partitionId, int back, IdHash id, long atMillis) implements GuaranteeEntry {}

    /** An id, where its message lies, and when it was sent. */
    record KnownId(IdHash id, RecordPosition place, long atMillis) {}

    /** Ids that a destination remembers, oldest first. In snapshots only. */
    record IdsKnown(int firstPartitionId, KnownId[] ids) implements GuaranteeEntry {}

    /** An instance of a producer exists; older ones are refused. */
    record ProducerOpened(int number, String id, long epoch, long atMillis) implements GuaranteeEntry {}

    /**
     * A record of this append is a producer's message of that number; partition and distance as in {@link
     * Identified}.
     */
    record Sequenced(int number, long sequence, int partitionId, int back, long atMillis) implements GuaranteeEntry {}

    /** A producer's message of that number was thrown away by an exchange. */
    record SequencedNowhere(int number, long sequence, long atMillis) implements GuaranteeEntry {}

    /**
     * A producer and its last numbers. In snapshots only.
     *
     * @param last the highest number + 1
     * @param partitionIds of the messages with the last numbers; {@link ProducerState#NOWHERE} for those that an
     *     exchange has thrown away
     * @param offsets of these
     */
    record ProducerKnown(
            int number, String id, long epoch, long lastUsedMillis, long last, int[] partitionIds, long[] offsets)
            implements GuaranteeEntry {}

    /** A producer that was idle for too long is gone. */
    record ProducerExpired(int number) implements GuaranteeEntry {}

    /**
     * A message of a prepared transaction.
     *
     * @param id null if it need not be looked for
     */
    record PreparedSend(int partitionId, EncodedRecord record, IdHash id) {}

    /**
     * A transaction can be committed from here on; its deliveries are locked.
     *
     * @param schedules that it declares or cancels, in order; of what it declares the definition only
     */
    record Prepared(
            GlobalId id, long atMillis, PreparedSend[] sends, Entry.Settled[] settlements, Entry.Scheduling[] schedules)
            implements GuaranteeEntry {}

    /** A prepared transaction has ended. In snapshots also for those that ended before. */
    record Resolved(GlobalId id, boolean committed) implements GuaranteeEntry {}

    /** The outcome of a prepared transaction is forgotten, because nobody needs to know it. */
    record Forgotten(GlobalId id) implements GuaranteeEntry {}
}
