package io.penstock.postgres;

import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.Subselect;
import org.hibernate.annotations.Synchronize;

import java.io.Serializable;
import java.time.Instant;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;

/**
 * A message that has been handled, as an entity that is only read.
 *
 * <p>It is mapped as a subselect, because the table belongs to Penstock's migrations: Hibernate's schema tools would
 * otherwise create it before them, drop it, or refuse to start for want of it, whenever an application uses those tools
 * for its own.
 *
 * <p>It is public, as every entity in a library has to be: Hibernate's proxy of it is made for the application, in the
 * package of that name in the application's class loader, and a package of that name in another loader is another
 * package.
 */
@Entity
@Immutable
@IdClass(InboxClaim.Key.class)
@Subselect("select destination, subscription, message_id, claimed_at from " + InboxClaim.TABLE)
@Synchronize(InboxClaim.TABLE)
public class InboxClaim {

    static final String TABLE = "penstock_inbox";

    /** The key of a claim: the same message counts once for each subscription. */
    public record Key(String destination, String subscription, String messageId) implements Serializable {}

    @Id
    String destination;

    @Id
    String subscription;

    @Id
    @Column(name = "message_id")
    String messageId;

    @Column(name = "claimed_at")
    Instant claimedAt;

    protected InboxClaim() {}

    public String destination() {
        return destination;
    }

    public String subscription() {
        return subscription;
    }

    public String messageId() {
        return messageId;
    }

    /** The time of the claim, by the clock of the database. */
    public Instant claimedAt() {
        return claimedAt;
    }
}
