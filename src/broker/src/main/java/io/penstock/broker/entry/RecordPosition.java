package io.penstock.broker.entry;

/**
 * Where a message lies.
 *
 * @param partition its index within the destination
 */
public record RecordPosition(int partition, long offset) {}
