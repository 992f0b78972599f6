package io.penstock.postgres;

import io.penstock.Delivery;
import io.penstock.PenstockException;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import org.hibernate.query.NativeQuery;

import java.time.Duration;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

/**
 * Makes and deletes the claims in the database. Times are the database's, so that replicas agree on the age of a claim.
 */
@ApplicationScoped
class InboxClaims implements PanacheRepositoryBase<InboxClaim, InboxClaim.Key> {

    /**
     * The longest message id: three times as long as any id that a broker gives, and well below what an index entry may
     * hold.
     */
    static final int MAX_MESSAGE_ID_LENGTH = 1_024;

    /** Who needs the database, for the message that says so. */
    static final String WHO = "An @Idempotent listener";

    private static final String CLAIM = "insert into " + InboxClaim.TABLE + " (destination, subscription, message_id)"
            + " values (:destination, :subscription, :messageId) on conflict do nothing";

    // Rows are deleted by address, so that the limit costs no second search. Locked rows are left to the replica that
    // deletes them.
    private static final String DELETE_OLD = "delete from " + InboxClaim.TABLE + " where ctid = any(array("
            + "select ctid from " + InboxClaim.TABLE + " where claimed_at < now() - :seconds * interval '1 second'"
            + " order by claimed_at limit :limit for update skip locked))";

    private final DefaultDatabase database;

    InboxClaims(DefaultDatabase database) {
        this.database = database;
    }

    /**
     * Claims the message in the current transaction. It waits while another transaction has claimed the message and is
     * undecided.
     *
     * @return false if the message has been claimed and committed before
     */
    @Transactional(TxType.MANDATORY)
    boolean claim(Delivery delivery) {
        database.require(WHO);
        var message = delivery.message();
        return change(CLAIM)
                        .setParameter("destination", message.destination())
                        .setParameter("subscription", delivery.subscription())
                        .setParameter("messageId", requireStorable(message.id(), message.destination()))
                        .executeUpdate()
                == 1;
    }

    /**
     * Deletes claims of at least that age, oldest first, in a transaction of its own.
     *
     * @return the number of deleted claims; fewer than the limit if no more are left
     */
    @Transactional(TxType.REQUIRES_NEW)
    int deleteOlderThan(Duration age, int limit) {
        return change(DELETE_OLD)
                .setParameter("seconds", age.toSeconds())
                .setParameter("limit", limit)
                .executeUpdate();
    }

    /** Names what a statement touches; without that, Hibernate would empty its second-level cache at each one. */
    private NativeQuery<?> change(String sql) {
        return getEntityManager()
                .createNativeQuery(sql)
                .unwrap(NativeQuery.class)
                .addSynchronizedQuerySpace(InboxClaim.TABLE);
    }

    private static String requireStorable(String id, String destination) {
        if (id == null || id.isEmpty() || id.length() > MAX_MESSAGE_ID_LENGTH || id.indexOf('\0') >= 0) {
            throw new PenstockException.InvalidMessage("A message of '" + destination + "' has an id of "
                    + (id == null ? 0 : id.length()) + " characters that the inbox cannot hold: it takes 1 to "
                    + MAX_MESSAGE_ID_LENGTH + ", none of them NUL. Send it with another id.");
        }
        return id;
    }
}
