package io.penstock;

/**
 * A stored message is a message together with the place where it lies.
 *
 * @param offset the position in the partition; the first is 0
 */
public record StoredMessage(Message message, int partition, long offset) {}
