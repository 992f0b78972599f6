package io.penstock.server.http.triage;

import io.penstock.postgres.triage.TriageStatus;
import io.penstock.server.http.access.Actor;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Decides about a dead letter.
 *
 * @param note absent to leave the note as it is
 * @param actor who decides, if the server does not know
 */
public record TriageChangeBody(
        TriageStatus status,
        @Schema(maxLength = 4_000) String note,
        @Schema(maxLength = Actor.MAX_LENGTH) String actor) {}
