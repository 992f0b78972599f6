package io.penstock.broker;

/**
 * Where a message lies.
 *
 * @param partition its index within the destination
 */
record Place(int partition, long offset) {}
