package io.penstock;

import java.util.Objects;

/**
 * What to read without taking it.
 *
 * @param subscription to read only what that subscription has not settled yet; null to read everything
 * @param partition to read only that partition; -1 for all, one after the other
 * @param fromOffset where to begin in each partition that is read
 * @param limit messages to return at most; 1 to {@value #MAX_LIMIT}
 * @param filter which messages, in the language of message selectors; null for all
 */
public record BrowseRequest(
        String destination, String subscription, int partition, long fromOffset, int limit, String filter) {

    /** A page; whoever wants more asks again from the next offset. */
    public static final int MAX_LIMIT = 10_000;

    public BrowseRequest {
        Objects.requireNonNull(destination, "destination");
        if (partition < -1 || fromOffset < 0 || limit < 1 || limit > MAX_LIMIT) {
            throw new PenstockException.InvalidConfiguration("Cannot browse partition " + partition + " of '"
                    + destination + "' from offset " + fromOffset + " with limit " + limit
                    + ": partition is -1 (all) or more, offset 0 or more, limit 1 to " + MAX_LIMIT + ".");
        }
    }

    /** Of all messages. */
    public BrowseRequest(String destination, String subscription, int partition, long fromOffset, int limit) {
        this(destination, subscription, partition, fromOffset, limit, null);
    }

    public BrowseRequest withFilter(String selector) {
        return new BrowseRequest(destination, subscription, partition, fromOffset, limit, selector);
    }

    /** What a queue still holds, oldest first within each partition. */
    public static BrowseRequest waiting(String queue, int limit) {
        return new BrowseRequest(queue, queue, -1, 0, limit);
    }
}
