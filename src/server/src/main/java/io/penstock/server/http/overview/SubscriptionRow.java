package io.penstock.server.http.overview;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.server.http.overview.DestinationLook.SubscriptionLook;
import org.jspecify.annotations.Nullable;

/**
 * Shows a subscription as a row of a table.
 *
 * @param waiting messages that it has not settled
 * @param acquired of these, those that a consumer has
 * @param scheduled of these, those that wait for their time
 * @param out messages a second that consumers accept
 * @param oldestAgeMillis the age of the oldest that waits; 0 if there is none, -1 if it cannot be read
 * @param problem why nothing is handed out although nobody paused it, shortened; absent if that is not so
 * @param deadLetters messages in its dead-letter queues; other subscriptions may use them too
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SubscriptionRow(
        String destination,
        String name,
        long waiting,
        long acquired,
        long scheduled,
        int consumers,
        double out,
        long oldestAgeMillis,
        @Nullable String problem,
        boolean paused,
        long deadLetters) {

    static SubscriptionRow of(String destination, SubscriptionLook look, long deadLetters) {
        var known = look.statistics();
        return new SubscriptionRow(
                destination,
                known.name(),
                known.waiting(),
                known.acquired(),
                known.scheduled(),
                known.consumers(),
                look.out(),
                known.oldestAgeMillis(),
                known.problem() == null ? null : DestinationWatch.shortened(known.problem()),
                known.paused(),
                deadLetters);
    }
}
