package io.penstock.server.http.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.penstock.OperationKind;
import io.penstock.OperationRecord;

import java.time.Instant;

/**
 * Shows an operation that somebody began by hand.
 *
 * @param selection which messages were meant
 * @param reason why, as the request said; not why the messages had become dead letters
 * @param messages how many have been done
 * @param left how many were found that could not be done
 * @param beginsAt when it begins, if it was asked for with a delay: until then, stopping it leaves all as it was
 * @param finishedAt absent while it goes on
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OperationView(
        long id,
        OperationKind kind,
        String actor,
        String destination,
        String subscription,
        String selection,
        String reason,
        long messages,
        long left,
        Instant startedAt,
        Instant beginsAt,
        Instant finishedAt) {

    public static OperationView of(OperationRecord operation) {
        return new OperationView(
                operation.id(),
                operation.kind(),
                operation.actor(),
                operation.destination(),
                operation.subscription().isEmpty() ? null : operation.subscription(),
                operation.selection(),
                operation.reason().isEmpty() ? null : operation.reason(),
                operation.messages(),
                operation.left(),
                operation.startedAt(),
                operation.beginsAt().equals(operation.startedAt()) ? null : operation.beginsAt(),
                operation.finishedAt().orElse(null));
    }
}
