package io.penstock.postgres.triage;

/** The status of a dead letter: what people have decided about it. */
public enum TriageStatus {

    /** Nobody has decided anything; or it was put back, and died again. */
    NEW,

    /** Somebody is looking into it. */
    IN_WORK,

    /** Somebody has had it put back. */
    REDRIVEN,

    /** Somebody has decided that it is of no use. */
    DISCARDED
}
