package io.penstock;

import java.util.Objects;
import java.util.Set;

/**
 * What to do with which dead letters.
 *
 * @param queue the dead-letter queue
 * @param messageIds only those with these ids; empty for any
 * @param filter only those that match, as Jakarta Messaging selects ({@code penstock_dl_reason = 'ABORTED'}: hyphens
 *     are underscores); empty for any
 * @param limit how many at most
 * @param perSecond how many a second at most; 0 for as fast as possible
 * @param actor who asks for it; it is written down
 * @param reason why; it is written down
 */
public record DeadLetterRequest(
        String queue, Set<String> messageIds, String filter, long limit, int perSecond, String actor, String reason) {

    /** They are written down with the request; name a filter to choose more. */
    public static final int MAX_IDS = 1_000;

    /** Of the actor, the reason, and the filter: enough for a sentence. */
    public static final int MAX_TEXT_LENGTH = 1_024;

    /** Faster than that is as fast as possible. */
    public static final int MAX_PER_SECOND = 1_000_000;

    public DeadLetterRequest {
        Objects.requireNonNull(queue, "queue");
        messageIds = Set.copyOf(messageIds);
        require(
                messageIds.size() <= MAX_IDS,
                queue,
                "it names " + messageIds.size() + " ids; at most " + MAX_IDS + " are possible. Use a filter");
        require(limit >= 1, queue, "limit = " + limit + ": use 1 or more");
        require(
                perSecond >= 0 && perSecond <= MAX_PER_SECOND,
                queue,
                "perSecond = " + perSecond + ": use 0 for as fast as possible, to " + MAX_PER_SECOND);
        for (String text : new String[] {filter, actor, reason}) {
            require(
                    text.length() <= MAX_TEXT_LENGTH,
                    queue,
                    "a text has " + text.length() + " characters; at most " + MAX_TEXT_LENGTH + " are possible");
        }
        require(!actor.isBlank(), queue, "it does not say who asks for it");
    }

    private static void require(boolean valid, String queue, String problem) {
        if (!valid) {
            throw new PenstockException.InvalidConfiguration(
                    "The request for dead letters of '" + queue + "' cannot be served: " + problem + ".");
        }
    }

    /** All letters that are in the queue now. */
    public static DeadLetterRequest all(String queue, String actor) {
        return new DeadLetterRequest(queue, Set.of(), "", Long.MAX_VALUE, 0, actor, "");
    }

    public DeadLetterRequest withIds(Set<String> ids) {
        return new DeadLetterRequest(queue, ids, filter, limit, perSecond, actor, reason);
    }

    public DeadLetterRequest withFilter(String condition) {
        return new DeadLetterRequest(queue, messageIds, condition, limit, perSecond, actor, reason);
    }

    public DeadLetterRequest withLimit(long most) {
        return new DeadLetterRequest(queue, messageIds, filter, most, perSecond, actor, reason);
    }

    public DeadLetterRequest withRate(int lettersPerSecond) {
        return new DeadLetterRequest(queue, messageIds, filter, limit, lettersPerSecond, actor, reason);
    }

    public DeadLetterRequest withReason(String why) {
        return new DeadLetterRequest(queue, messageIds, filter, limit, perSecond, actor, why);
    }
}
