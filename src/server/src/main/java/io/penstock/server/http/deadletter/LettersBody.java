package io.penstock.server.http.deadletter;

import io.penstock.DeadLetterRequest;
import io.penstock.server.http.access.Actor;
import io.penstock.server.http.request.RequestException;
import io.penstock.server.http.request.SelectionChecks;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.Duration;
import java.util.Set;

/**
 * Selects the dead letters to put back or to throw away.
 *
 * @param messageIds absent for any
 * @param filter absent for any; of at most 1,024 characters
 * @param limit absent for all
 * @param perSecond absent for as fast as possible
 * @param actor who asks, if the server does not know
 * @param reason why, for the record
 * @param delay absent to begin at once; until it is over, stopping the operation leaves all as it was
 */
public record LettersBody(
        @Schema(maxItems = DeadLetterRequest.MAX_IDS) Set<String> messageIds,

        @Schema(maxLength = DeadLetterRequest.MAX_TEXT_LENGTH)
        String filter,

        Long limit,
        Integer perSecond,
        @Schema(maxLength = Actor.MAX_LENGTH) String actor,

        @Schema(maxLength = DeadLetterRequest.MAX_TEXT_LENGTH)
        String reason,

        Duration delay) {

    DeadLetterRequest of(String queue, Actor who) {
        return DeadLetterRequest.all(queue, who.or(actor))
                .messageIds(ids(messageIds))
                .filter(filter == null ? "" : SelectionChecks.filter(filter))
                .limit(limit == null ? Long.MAX_VALUE : limit)
                .perSecond(perSecond == null ? 0 : perSecond)
                .reason(reason == null ? "" : reason)
                .delay(delay == null ? Duration.ZERO : delay)
                .build();
    }

    /** Those that are named; none for any. */
    static Set<String> ids(Set<String> named) {
        if (named == null) {
            return Set.of();
        }
        if (named.isEmpty()) {
            throw RequestException.malformed("'messageIds' is empty: name one at least, or leave it out to take all.");
        }
        if (named.contains(null)) {
            throw RequestException.malformed("'messageIds' contains null: name ids only.");
        }
        return named;
    }
}
