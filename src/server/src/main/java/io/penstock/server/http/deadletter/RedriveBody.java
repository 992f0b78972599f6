package io.penstock.server.http.deadletter;

import io.penstock.RedriveRequest;
import io.penstock.server.http.request.Actor;

import java.util.Set;
import jakarta.ws.rs.core.SecurityContext;

/**
 * Selects the dead letters to put back.
 *
 * @param messageIds absent for any
 * @param filter absent for any
 * @param limit absent for as many as one request may put back
 * @param dryRun true to count only
 * @param actor who asks, if the server does not know
 * @param reason why, for the record
 */
public record RedriveBody(
        Set<String> messageIds, String filter, Integer limit, Boolean dryRun, String actor, String reason) {

    RedriveRequest of(String queue, SecurityContext security) {
        return RedriveRequest.all(queue)
                .messageIds(LettersBody.ids(messageIds))
                .filter(filter == null ? "" : filter)
                .limit(limit == null ? RedriveRequest.MAX_LIMIT : limit)
                .dryRun(Boolean.TRUE.equals(dryRun))
                .actor(Actor.of(security, actor))
                .reason(reason == null ? "" : reason)
                .build();
    }
}
