package io.penstock.server.http.triage;

import io.penstock.DeadLetterReason;
import io.penstock.postgres.triage.Triage;
import io.penstock.postgres.triage.TriageSearch;
import io.penstock.postgres.triage.TriageStatus;
import io.penstock.server.http.access.Actor;
import io.penstock.server.http.request.SelectionChecks;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.Instant;
import java.util.Map;

/**
 * Searches the dead letters to put back; what is absent selects nothing out.
 *
 * @param limit of letters; absent for as many as one request may put back
 * @param dryRun whether they are only counted
 * @param actor who asks, if the server does not know
 * @param reason why, for the record
 */
public record TriageRedriveBody(
        String queue,
        String destination,
        String subscription,
        DeadLetterReason reasonOfDeath,
        String exception,
        Map<String, String> headers,
        Instant from,
        Instant to,
        String text,
        TriageStatus status,
        Integer limit,
        Boolean dryRun,
        @Schema(maxLength = Actor.MAX_LENGTH) String actor,
        String reason) {

    TriageSearch search() {
        return new TriageSearch(
                queue,
                destination,
                subscription,
                reasonOfDeath,
                exception,
                SelectionChecks.headers(headers),
                from,
                to,
                text,
                status,
                false);
    }

    int limitOrMost() {
        return limit == null ? Triage.MAX_REDRIVEN : limit;
    }

    boolean isDryRun() {
        return dryRun != null && dryRun;
    }
}
