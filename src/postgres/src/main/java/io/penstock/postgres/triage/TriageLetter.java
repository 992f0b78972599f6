package io.penstock.postgres.triage;

import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.Subselect;
import org.hibernate.annotations.Synchronize;

import java.time.Instant;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;

/**
 * A dead letter as the database knows it, as an entity that is only read.
 *
 * <p>It is mapped as a subselect, and public, for the same reasons as the claims of the inbox: the table belongs to
 * Penstock's migrations, and Hibernate's proxies are made in another class loader.
 */
@Entity
@Immutable
@Subselect(
        "select id, log_id, queue, message_id, origin_destination, origin_subscription, partition_number, log_offset,"
                + " reason, description, exception, root_cause, stack_trace, attempts, deliveries, redrives, died_at,"
                + " message_key, cast(headers as text) as headers, body_bytes, body_preview, found_at, gone_at, status,"
                + " note, changed_at, changed_by from " + TriageLetter.TABLE)
@Synchronize(TriageLetter.TABLE)
public class TriageLetter {

    static final String TABLE = "penstock_triage_letter";

    @Id
    Long id;

    @Column(name = "log_id")
    String logId;

    String queue;

    @Column(name = "message_id")
    String messageId;

    @Column(name = "origin_destination")
    String originDestination;

    @Column(name = "origin_subscription")
    String originSubscription;

    @Column(name = "partition_number")
    int partition;

    @Column(name = "log_offset")
    long offset;

    String reason;
    String description;
    String exception;

    @Column(name = "root_cause")
    String rootCause;

    @Column(name = "stack_trace")
    String stackTrace;

    int attempts;
    int deliveries;
    int redrives;

    @Column(name = "died_at")
    Instant diedAt;

    @Column(name = "message_key")
    String key;

    String headers;

    @Column(name = "body_bytes")
    int bodyBytes;

    @Column(name = "body_preview")
    String bodyPreview;

    @Column(name = "found_at")
    Instant foundAt;

    @Column(name = "gone_at")
    Instant goneAt;

    @Enumerated(EnumType.STRING)
    TriageStatus status;

    String note;

    @Column(name = "changed_at")
    Instant changedAt;

    @Column(name = "changed_by")
    String changedBy;

    protected TriageLetter() {}

    /** The number of the letter in the database, which it keeps for as long as the database knows it. */
    public long id() {
        return id;
    }

    /** The dead-letter queue. */
    public String queue() {
        return queue;
    }

    public String messageId() {
        return messageId;
    }

    public String originDestination() {
        return originDestination;
    }

    public String originSubscription() {
        return originSubscription;
    }

    /** The partition of the dead-letter queue. */
    public int partition() {
        return partition;
    }

    /** The place in that partition. */
    public long offset() {
        return offset;
    }

    public String reason() {
        return reason;
    }

    public String description() {
        return description;
    }

    /** The class name of what its handler threw; null if it threw nothing. */
    public String exception() {
        return exception;
    }

    /** The innermost cause; null if there is none. */
    public String rootCause() {
        return rootCause;
    }

    /** The stack trace; null if there is none. */
    public String stackTrace() {
        return stackTrace;
    }

    public int attempts() {
        return attempts;
    }

    public int deliveries() {
        return deliveries;
    }

    public int redrives() {
        return redrives;
    }

    public Instant diedAt() {
        return diedAt;
    }

    /** The key as text; null if it has none. */
    public String key() {
        return key;
    }

    /** The headers of the message itself, as a JSON object of texts. */
    public String headers() {
        return headers;
    }

    public int bodyBytes() {
        return bodyBytes;
    }

    /** The beginning of the body as text. */
    public String bodyPreview() {
        return bodyPreview;
    }

    /** The time at which the database has learned of it. */
    public Instant foundAt() {
        return foundAt;
    }

    /** The time at which it was seen to be gone from its queue; null while it is there. */
    public Instant goneAt() {
        return goneAt;
    }

    public TriageStatus status() {
        return status;
    }

    /** The note that was written last; empty if there is none. */
    public String note() {
        return note;
    }

    public Instant changedAt() {
        return changedAt;
    }

    public String changedBy() {
        return changedBy;
    }
}
