package io.penstock.broker.send;

import io.penstock.Durability;

/**
 * What a sender holds messages to.
 *
 * @param durability of messages that do not ask for another
 * @param maxMessageBytes of one message, key and headers included
 * @param maxTogetherBytes of all messages that are written together
 * @param maxQueuedBytes that may be on their way to the log before a sender that does not wait is refused
 */
public record SendLimits(Durability durability, int maxMessageBytes, long maxTogetherBytes, long maxQueuedBytes) {}
