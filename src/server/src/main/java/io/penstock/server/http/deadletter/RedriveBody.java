package io.penstock.server.http.deadletter;

import io.penstock.DeadLetterRequest;
import io.penstock.RedriveRequest;
import io.penstock.server.http.access.Actor;
import io.penstock.server.http.request.SelectionChecks;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.Set;

/**
 * Selects the dead letters to put back.
 *
 * @param messageIds absent for any
 * @param filter absent for any; of at most 1,024 characters
 * @param limit absent for as many as one request may put back
 * @param dryRun true to count only
 * @param actor who asks, if the server does not know
 * @param reason why, for the record
 */
public record RedriveBody(
        @Schema(maxItems = DeadLetterRequest.MAX_IDS) Set<String> messageIds,

        @Schema(maxLength = DeadLetterRequest.MAX_TEXT_LENGTH)
        String filter,

        Integer limit,
        Boolean dryRun,
        @Schema(maxLength = Actor.MAX_LENGTH) String actor,

        @Schema(maxLength = DeadLetterRequest.MAX_TEXT_LENGTH)
        String reason) {

    RedriveRequest of(String queue, Actor who) {
        return RedriveRequest.all(queue)
                .messageIds(LettersBody.ids(messageIds))
                .filter(filter == null ? "" : SelectionChecks.filter(filter))
                .limit(limit == null ? RedriveRequest.MAX_LIMIT : limit)
                .dryRun(Boolean.TRUE.equals(dryRun))
                .actor(who.or(actor))
                .reason(reason == null ? "" : reason)
                .build();
    }
}
