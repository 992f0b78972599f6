package io.penstock.broker.entry;

/**
 * A record position says where a message lies.
 *
 * @param partition its index within the destination
 */
public record RecordPosition(int partition, long offset) {}
