package io.penstock.broker;

import io.penstock.Durability;
import io.penstock.journal.JournalOptions;

import java.nio.file.Path;

/**
 * How an embedded broker is opened.
 *
 * @param directory where the log lies; created if it does not exist
 * @param durability of messages that do not ask for another
 * @param maxMessageBytes largest message, key and headers included
 */
public record BrokerOptions(Path directory, Durability durability, int maxMessageBytes, JournalOptions journal) {

    /** One mebibyte: larger things are better stored elsewhere and referred to. */
    public static final int DEFAULT_MAX_MESSAGE_BYTES = 1 << 20;

    /** Forced before senders are told, with default limits. */
    public static BrokerOptions in(Path directory) {
        return new BrokerOptions(directory, Durability.SYNC, DEFAULT_MAX_MESSAGE_BYTES, JournalOptions.DEFAULT);
    }

    public BrokerOptions withDurability(Durability other) {
        return new BrokerOptions(directory, other, maxMessageBytes, journal);
    }

    public BrokerOptions withMaxMessageBytes(int bytes) {
        return new BrokerOptions(directory, durability, bytes, journal);
    }
}
