package io.penstock.postgres.outbox;

import org.jboss.logging.Logger;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Counts the rows of the outbox, and deletes those that were sent, now and then. Used by one thread. */
final class OutboxUpkeep {

    private static final Logger LOG = Logger.getLogger(OutboxUpkeep.class);

    /** The rows that are deleted in one transaction, which is short enough to hold up nobody. */
    private static final int BATCH_SIZE = 5_000;

    /** The transactions in one run; what is left waits for the next one. */
    private static final int MAX_BATCHES = 200;

    /** Counting reads an index of all that wait. */
    private static final Duration COUNT_INTERVAL = Duration.ofSeconds(10);

    private static final String DELETE = "delete from penstock_outbox where ctid = any (array("
            + "select ctid from penstock_outbox where state = 'SENT' and ended_at <= now() - ? * interval '1 second'"
            + " order by ended_at limit ? for update skip locked))";

    private static final String COUNT = "select (select count(*) from penstock_outbox where state = 'WAITING')"
            + " + (select count(*) from penstock_outbox where state in ('NUMBERED', 'RETURNING', 'GIVING_UP')),"
            + " extract(epoch from now() - least("
            + "(select created_at from penstock_outbox where state = 'WAITING' order by id limit 1),"
            + " (select min(created_at) from penstock_outbox"
            + " where state in ('NUMBERED', 'RETURNING', 'GIVING_UP')))),"
            + " (select count(*) from penstock_outbox where state = 'ABANDONED')";

    private final OutboxTable table;
    private final Duration retention;
    private final Duration purgeInterval;
    private final LongSupplier nanos;
    private volatile OutboxStatistics statistics = OutboxStatistics.NONE;
    private long countedNanos;
    private long purgedNanos;
    private boolean isCounted;

    /** @param purgeInterval zero for never */
    OutboxUpkeep(OutboxTable table, Duration retention, Duration purgeInterval, LongSupplier nanos) {
        this.table = table;
        this.retention = retention;
        this.purgeInterval = purgeInterval;
        this.nanos = nanos;
        purgedNanos = nanos.getAsLong();
    }

    /** The numbers as they were counted last. Safe for any thread. */
    OutboxStatistics statistics() {
        return statistics;
    }

    /** Does what is due. */
    void run() throws SQLException {
        long now = nanos.getAsLong();
        if (!isCounted || now - countedNanos >= COUNT_INTERVAL.toNanos()) {
            statistics = count();
            isCounted = true;
            countedNanos = now;
        }
        if (!purgeInterval.isZero() && now - purgedNanos >= purgeInterval.toNanos()) {
            purgedNanos = now;
            LOG.debugf("Deleted %d rows of the outbox", purge());
        }
    }

    OutboxStatistics count() throws SQLException {
        return table.inTransaction(connection -> {
            try (var statement = connection.prepareStatement(COUNT);
                    var row = statement.executeQuery()) {
                row.next();
                return new OutboxStatistics(row.getLong(1), Math.max(0, row.getDouble(2)), row.getLong(3));
            }
        });
    }

    long purge() throws SQLException {
        long deleted = 0;
        for (int batch = 0; batch < MAX_BATCHES; batch++) {
            int count = table.inTransaction(
                    connection -> OutboxTable.update(connection, DELETE, retention.toSeconds(), BATCH_SIZE));
            deleted += count;
            if (count < BATCH_SIZE) {
                break;
            }
        }
        return deleted;
    }
}
