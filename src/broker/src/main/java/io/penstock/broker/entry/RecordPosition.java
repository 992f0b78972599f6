package io.penstock.broker.entry;

/**
 * The partition and the offset of a message in its destination.
 *
 * @param partition its index within the destination
 */
public record RecordPosition(int partition, long offset) {}
