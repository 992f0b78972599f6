package io.penstock;

/**
 * Where an accepted message lies.
 *
 * @param messageId the id that consumers will see
 * @param offset the position in the partition; the first is 0
 */
public record Receipt(String messageId, String destination, int partition, long offset) {}
