package io.penstock.postgres.outbox;

import io.penstock.Message;
import io.penstock.postgres.DefaultDatabase;
import io.quarkus.hibernate.orm.panache.PanacheQuery;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Sort;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

/** The rows of the outbox: to be looked at, and to be tried again after they were abandoned. */
@ApplicationScoped
public class OutboxMessages implements PanacheRepositoryBase<OutboxMessage, Long> {

    private static final String RETRY = "update " + OutboxMessage.TABLE + " set state = 'WAITING', attempts = 0,"
            + " next_attempt_at = now(), ended_at = null where id = :id and state = 'ABANDONED'";

    private static final String WHO = "The outbox";

    private final DefaultDatabase database;
    private final OutboxRelay relay;

    OutboxMessages(DefaultDatabase database, OutboxRelay relay) {
        this.database = database;
        this.relay = relay;
    }

    /**
     * Writes a row in the transaction of the caller, at once and not with the flush of the session: so the rows of a
     * transaction are numbered in the order of its sends, whatever else it persists.
     */
    @Transactional(TxType.MANDATORY)
    void insert(Message message) {
        database.require(WHO);
        getEntityManager().unwrap(Session.class).doWork(connection -> RowFormat.insert(connection, message));
    }

    /** The rows that were abandoned, oldest first; page through them. */
    public PanacheQuery<OutboxMessage> abandoned() {
        database.require(WHO);
        return find("state", Sort.by("id"), OutboxState.ABANDONED);
    }

    /**
     * Has an abandoned row sent after all, behind what of its key was sent meanwhile and before what waits.
     *
     * @return false if there is no such row, or it is not abandoned
     */
    @Transactional
    public boolean retry(long id) {
        database.require(WHO);
        relay.wakeAfterCommit();
        return getEntityManager()
                        .createNativeQuery(RETRY)
                        .unwrap(NativeQuery.class)
                        .addSynchronizedQuerySpace(OutboxMessage.TABLE)
                        .setParameter("id", id)
                        .executeUpdate()
                == 1;
    }
}
