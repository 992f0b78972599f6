package io.penstock.postgres.triage;

import java.time.Instant;
import java.util.Objects;

/**
 * The place of a letter in the order of a search, which new letters do not shift: the time of its death, and its number
 * among those that died at the same time.
 */
public record TriagePlace(Instant diedAt, long id) {

    public TriagePlace {
        Objects.requireNonNull(diedAt, "diedAt");
    }
}
