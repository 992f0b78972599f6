package io.penstock;

import java.util.Objects;
import java.util.Set;

/**
 * Which dead letters to put back.
 *
 * @param messageIds only those with these ids; empty for any
 * @param filter only those that match, as {@link DeadLetterRequest#filter} says; empty for any
 * @param limit messages to put back at most; 1 to {@value #MAX_LIMIT}
 * @param dryRun true to count only
 * @param actor who asks for it; it is written down
 * @param reason why; it is written down
 */
public record RedriveRequest(
        String deadLetterQueue,
        Set<String> messageIds,
        String filter,
        int limit,
        boolean dryRun,
        String actor,
        String reason) {

    /** What one request puts back at most, so that one mistake cannot flood a consumer; ask again for more. */
    public static final int MAX_LIMIT = 10_000;

    /** Who it is, if nobody says. */
    public static final String UNKNOWN_ACTOR = "application";

    public RedriveRequest {
        Objects.requireNonNull(deadLetterQueue, "deadLetterQueue");
        messageIds = Set.copyOf(messageIds);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new PenstockException.InvalidConfiguration("Cannot redrive " + limit + " messages of '"
                    + deadLetterQueue + "': choose 1 to " + MAX_LIMIT + ".");
        }
    }

    /** One that says neither who asks nor why. */
    public RedriveRequest(String deadLetterQueue, Set<String> messageIds, int limit, boolean dryRun) {
        this(deadLetterQueue, messageIds, "", limit, dryRun, UNKNOWN_ACTOR, "");
    }

    /** All of them, up to the limit. */
    public static RedriveRequest all(String deadLetterQueue) {
        return new RedriveRequest(deadLetterQueue, Set.of(), MAX_LIMIT, false);
    }
}
