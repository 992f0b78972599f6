package io.penstock.postgres.outbox;

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
 * A row of the outbox, as an entity that is only read: {@link Outbox} and the relay write the table.
 *
 * <p>It is mapped as a subselect, and public, for the same reasons as the claims of the inbox: the table belongs to
 * Penstock's migrations, and Hibernate's proxies are made in another class loader.
 */
@Entity
@Immutable
@Subselect("select id, destination, message_id, state, log_id, log_number, attempts, next_attempt_at, created_at,"
        + " ended_at, problem from " + OutboxMessage.TABLE)
@Synchronize(OutboxMessage.TABLE)
public class OutboxMessage {

    static final String TABLE = "penstock_outbox";

    @Id
    Long id;

    String destination;

    @Column(name = "message_id")
    String messageId;

    @Enumerated(EnumType.STRING)
    OutboxState state;

    @Column(name = "log_id")
    String logId;

    @Column(name = "log_number")
    Long logNumber;

    int attempts;

    @Column(name = "next_attempt_at")
    Instant nextAttemptAt;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "ended_at")
    Instant endedAt;

    String problem;

    protected OutboxMessage() {}

    /** The number of the row: later sends have higher ones. */
    public long id() {
        return id;
    }

    public String destination() {
        return destination;
    }

    public String messageId() {
        return messageId;
    }

    public OutboxState state() {
        return state;
    }

    /** The id of the log that it is bound to; null before it has had a number. */
    public String logId() {
        return logId;
    }

    /** The number in that log; null if it has none. */
    public Long logNumber() {
        return logNumber;
    }

    /** How often the log has refused it. */
    public int attempts() {
        return attempts;
    }

    /** The time before which it is not tried, by the clock of the database. */
    public Instant nextAttemptAt() {
        return nextAttemptAt;
    }

    /** The beginning of the transaction that sent it, by the clock of the database. */
    public Instant createdAt() {
        return createdAt;
    }

    /** The time at which it was sent or abandoned, by the clock of the database; null before. */
    public Instant endedAt() {
        return endedAt;
    }

    /** What the log said when it refused it last; null if it has not, or has taken it. */
    public String problem() {
        return problem;
    }
}
