package io.penstock;

import java.time.Instant;
import java.util.Optional;

/**
 * An operation record tells what somebody did to messages by hand: who, when, what, how many. It is as durable as what
 * it tells of.
 *
 * @param id later ones have higher ids
 * @param actor who asked for it
 * @param subscription of what was purged; empty for other kinds
 * @param selection which messages, for a person
 * @param reason why, as the actor said; empty if nothing was said
 * @param messages how many have been done
 * @param left how many were found that could not be done: with a consumer at that time, or their origin is gone
 * @param finishedAt empty while it goes on
 * @param beginsAt when it begins to treat messages; the same as {@code startedAt} unless it was asked for with a delay
 */
public record OperationRecord(
        long id,
        OperationKind kind,
        Instant startedAt,
        String actor,
        String destination,
        String subscription,
        String selection,
        String reason,
        long messages,
        long left,
        Optional<Instant> finishedAt,
        Instant beginsAt) {

    /** A record of an operation that began when it was asked for. */
    public OperationRecord(
            long id,
            OperationKind kind,
            Instant startedAt,
            String actor,
            String destination,
            String subscription,
            String selection,
            String reason,
            long messages,
            long left,
            Optional<Instant> finishedAt) {
        this(
                id,
                kind,
                startedAt,
                actor,
                destination,
                subscription,
                selection,
                reason,
                messages,
                left,
                finishedAt,
                startedAt);
    }
}
