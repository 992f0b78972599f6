package io.penstock.broker.record;

import io.penstock.Message;
import io.penstock.broker.filter.Fields;
import io.penstock.journal.JournalException;

/**
 * Shows delivery what it has to know of a record, without regard to where the record lies. It is safe for use by any
 * thread.
 */
public interface RecordView {

    /** The position of the record in its partition. */
    long offset();

    /** The key, or null. */
    byte[] key();

    /** The time before which it must not be delivered, since the epoch; 0 for at once. */
    long deliverAtMillis();

    /** The only subscription that it is meant for, or null for all. */
    String target();

    /** The fields that filters read. */
    Fields fields();

    /** The time at which the message was sent, since the epoch. */
    default long timestampMillis() {
        return message().timestamp().toEpochMilli();
    }

    /** The time from which on nobody may get the message, since the epoch; {@link Long#MAX_VALUE} for never. */
    default long expiresAtMillis() {
        return Long.MAX_VALUE;
    }

    /** Whether it was not to outlive a process that has ended: nobody gets it any more. */
    default boolean isLapsed() {
        return false;
    }

    /** The message, decoded when it is asked for. */
    Message message();

    /** Reads the records of one partition. It is used by one thread. */
    interface Source {

        /**
         * The record at an offset or, if that was removed, the first one after it; null if none is left up to the end.
         * Waits for it, unless {@link #isHere} has just said that it is at hand.
         *
         * @throws JournalException.PartitionOffline if what is there cannot be read
         */
        RecordView from(long offset);

        /**
         * Whether {@link #from} has its answer for that offset at hand. If not, that is fetched, and whoever opened
         * the source is told when this is worth asking again. Only what was asked for last is waited for.
         *
         * @throws JournalException.PartitionOffline if what is there cannot be read
         */
        default boolean isHere(long offset) {
            return true;
        }

        /** Nobody is told any more of what is being fetched. */
        default void cancelFetch() {}

        /** Retention has removed everything below. */
        long startOffset();
    }
}
