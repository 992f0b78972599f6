package io.penstock;

/**
 * A message and where it lies.
 *
 * @param offset the position in the partition; the first is 0
 */
public record StoredMessage(Message message, int partition, long offset) {}
