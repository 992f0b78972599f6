package io.penstock.server.http.triage;

import io.penstock.postgres.triage.Triage;

import jakarta.inject.Singleton;

/** Tells whether the triage can be used: whether the server has a database for it. */
@Singleton
public final class TriagePresence {

    private final Triage triage;

    TriagePresence(Triage triage) {
        this.triage = triage;
    }

    public boolean isThere() {
        return triage.problem().isEmpty();
    }
}
