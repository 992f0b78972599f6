package io.penstock.postgres.triage;

import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.Subselect;
import org.hibernate.annotations.Synchronize;

import java.time.Instant;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** Something that was done with a dead letter, as an entity that is only read. */
@Entity
@Immutable
@Subselect("select id, letter_id, at, actor, action, note from " + TriageChange.TABLE)
@Synchronize(TriageChange.TABLE)
public class TriageChange {

    static final String TABLE = "penstock_triage_change";

    @Id
    Long id;

    @Column(name = "letter_id")
    Long letterId;

    Instant at;
    String actor;
    String action;
    String note;

    protected TriageChange() {}

    public Instant at() {
        return at;
    }

    public String actor() {
        return actor;
    }

    /** The status that it was given, or {@code FOUND}, {@code CAME_BACK} or {@code GONE}. */
    public String action() {
        return action;
    }

    public String note() {
        return note;
    }
}
