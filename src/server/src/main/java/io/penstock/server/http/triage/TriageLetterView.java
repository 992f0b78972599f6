package io.penstock.server.http.triage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.penstock.postgres.triage.TriageChange;
import io.penstock.postgres.triage.TriageLetter;
import io.penstock.postgres.triage.TriageStatus;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.time.Instant;
import java.util.List;

/**
 * Shows a dead letter as the database knows it.
 *
 * @param id its number in the database
 * @param headers those of the message itself, as texts
 * @param goneAt when it was seen to be gone from its queue; absent while it is there
 * @param stackTrace absent in lists
 * @param history absent in lists
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TriageLetterView(
        long id,
        String queue,
        String messageId,
        int partition,
        long offset,
        String destination,
        String subscription,
        String reason,
        String description,
        String exception,
        String rootCause,
        String stackTrace,
        int attempts,
        int deliveries,
        int redrives,
        Instant diedAt,
        String key,
        @JsonRawValue @Schema(type = SchemaType.OBJECT) String headers,
        int bodyBytes,
        String bodyPreview,
        Instant goneAt,
        TriageStatus status,
        String note,
        Instant changedAt,
        String changedBy,
        List<Change> history) {

    /** Something that was done with it. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Change(Instant at, String actor, String action, String note) {

        static Change of(TriageChange change) {
            return new Change(change.at(), change.actor(), change.action(), change.note());
        }
    }

    static TriageLetterView inList(TriageLetter letter) {
        return of(letter, null, null);
    }

    static TriageLetterView of(TriageLetter letter, List<TriageChange> history) {
        return of(letter, letter.stackTrace(), history.stream().map(Change::of).toList());
    }

    private static TriageLetterView of(TriageLetter letter, String stackTrace, List<Change> history) {
        return new TriageLetterView(
                letter.id(),
                letter.queue(),
                letter.messageId(),
                letter.partition(),
                letter.offset(),
                letter.originDestination(),
                letter.originSubscription(),
                letter.reason(),
                letter.description(),
                letter.exception(),
                letter.rootCause(),
                stackTrace,
                letter.attempts(),
                letter.deliveries(),
                letter.redrives(),
                letter.diedAt(),
                letter.key(),
                letter.headers(),
                letter.bodyBytes(),
                letter.bodyPreview(),
                letter.goneAt(),
                letter.status(),
                letter.note(),
                letter.changedAt(),
                letter.changedBy(),
                history);
    }
}
