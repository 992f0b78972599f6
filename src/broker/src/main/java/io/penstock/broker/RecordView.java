package io.penstock.broker;

import io.penstock.Message;

/** What delivery has to know of a record, without caring where it lies. Safe for use by any thread. */
interface RecordView {

    /** The key, or null. */
    byte[] key();

    /** Before which it must not be delivered, since the epoch; 0 for at once. */
    long deliverAtMillis();

    /** The only subscription that it is meant for, or null for all. */
    String target();

    /** The message, decoded when it is asked for. */
    Message message();

    /** Reads the records of one partition. Used by one thread. */
    @FunctionalInterface
    interface Source {
        RecordView at(long offset);
    }
}
